import StateLocking
import StatusStreaming

/// A cursor that the connections of one viewer share.
final class SharedCursor: Sendable {
  private let number = Lock(SequenceNumber.zero)

  var value: SequenceNumber {
    get { number.withLock { $0 } }
    set { number.withLock { $0 = newValue } }
  }
}
