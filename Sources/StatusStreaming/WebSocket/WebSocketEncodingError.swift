/// A message that a ``WebSocketFramer`` refuses to send.
///
/// It is always the caller's to mend; nothing was appended to the buffer and the encoder's state is
/// as it was.
public struct WebSocketEncodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Why the message was refused.
  public enum Code: Sendable, Hashable {
    /// A Close frame was sent before; nothing may follow it (RFC 6455, section 5.5.1).
    case closed
    /// A fragmented message is unfinished; only its next fragment or a control frame may follow
    /// (section 5.4).
    case unfinishedMessage
    /// The message has more bytes than allowed.
    case messageTooLarge(size: Int, limit: Int)
    /// A control frame's payload has more than 125 bytes (section 5.5).
    case controlPayloadTooLarge(size: Int)
    /// The payload of a text message is not UTF-8 (section 5.6).
    case invalidUTF8
    /// The close code may not be sent (section 7.4).
    case unsendableCloseCode(WebSocketCloseCode)
    /// A reason needs a close code before it (section 5.5.1).
    case reasonWithoutCode
  }

  /// Why the message was refused.
  public let code: Code

  init(_ code: Code) {
    self.code = code
  }

  /// The refusal in one sentence.
  public var description: String {
    switch code {
    case .closed: "A Close frame was already sent; nothing may follow it."
    case .unfinishedMessage: "A fragmented message is unfinished; its next fragment must follow."
    case .messageTooLarge(let size, let limit):
      "The message takes \(size) bytes; \(limit) are allowed."
    case .controlPayloadTooLarge(let size):
      "A control frame carries at most 125 bytes, not \(size)."
    case .invalidUTF8: "The payload of the text message is not UTF-8."
    case .unsendableCloseCode(let code): "The close code \(code.rawValue) may not be sent."
    case .reasonWithoutCode: "A Close frame with a reason needs a code."
    }
  }
}
