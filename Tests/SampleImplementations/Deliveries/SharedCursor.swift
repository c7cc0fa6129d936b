import StatusStreaming
import Synchronization

/// A cursor that the connections of one viewer share.
final class SharedCursor: Sendable {
  private let number = Mutex(SequenceNumber.zero)

  var value: SequenceNumber {
    get { number.withLock { $0 } }
    set { number.withLock { $0 = newValue } }
  }
}
