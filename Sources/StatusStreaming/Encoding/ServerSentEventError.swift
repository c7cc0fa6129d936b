/// A server-sent event that can't be written without changing its meaning.
///
/// It is always the caller's to mend; nothing was appended to the buffer.
public struct ServerSentEventError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with the event.
  public enum Code: Sendable, Hashable {
    /// The type contains a carriage return or a line feed, which would end its line.
    case lineBreakInEvent
    /// The id contains a carriage return or a line feed, which would end its line.
    case lineBreakInID
    /// The id contains U+0000, for which receivers ignore the whole id.
    case nulInID
    /// The reconnection time is negative, which the format's digits can't express.
    case negativeRetry
    /// The encoded event has more bytes than allowed.
    case tooLarge(size: Int, limit: Int)
  }

  /// What is wrong with the event.
  public let code: Code

  init(_ code: Code) {
    self.code = code
  }

  /// The fault in one sentence.
  public var description: String {
    switch code {
    case .lineBreakInEvent: "The event's type contains a line break."
    case .lineBreakInID: "The event's id contains a line break."
    case .nulInID: "The event's id contains U+0000, so receivers would ignore it."
    case .negativeRetry: "The reconnection time is negative."
    case .tooLarge(let size, let limit): "The event takes \(size) bytes; \(limit) are allowed."
    }
  }
}
