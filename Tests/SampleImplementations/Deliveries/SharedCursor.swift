import StateLocking
import StatusStreaming

/// A cursor that the connections of one viewer share.
final class SharedCursor: Sendable {
  private let number = Lock(Cursor.zero)

  var value: Cursor {
    get { number.withLock { $0 } }
    set { number.withLock { $0 = newValue } }
  }
}
