/// A violation of the WebSocket protocol by the peer, which ends the connection.
///
/// What came before it was delivered; nothing after it is read.
public struct WebSocketProtocolError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What the peer did, with the section of RFC 6455 that forbids it.
  public enum Code: Sendable, Hashable {
    /// A reserved bit is set without an extension that defines it (5.2).
    case reservedBits
    /// The opcode is reserved (5.2).
    case reservedOpcode(UInt8)
    /// A server's frame is masked (5.1).
    case maskedFrame
    /// A client's frame is not masked (5.1).
    case unmaskedFrame
    /// A control frame is split (5.5).
    case fragmentedControlFrame
    /// A control frame has more than 125 bytes, or its length is written as if (5.5).
    case controlFrameTooLong
    /// A length takes more bytes than it needs (5.2).
    case nonMinimalLength
    /// The top bit of a 64-bit length is set (5.2).
    case lengthOutOfRange
    /// A continuation with nothing to continue (5.4).
    case unexpectedContinuation
    /// A new message within an unfinished one (5.4).
    case interleavedMessage
    /// The payload of a Close frame is a single byte (5.5.1).
    case truncatedCloseCode
    /// The Close frame's code is not one that may be sent (7.4).
    case invalidCloseCode(UInt16)
    /// Text or a close reason is not UTF-8 (8.1).
    case invalidUTF8
    /// A message is larger than the reader allows (10.4).
    case messageTooBig(limit: Int)
    /// The bytes ended without a Close frame, within a message or between two (7.1.5).
    case missingClose(isWithinMessage: Bool)
  }

  /// What the peer did.
  public let code: Code

  init(_ code: Code) {
    self.code = code
  }

  /// The close code that fits (7.4.1); 1006 is never sent and only reported.
  public var closeCode: UInt16 {
    switch code {
    case .invalidUTF8: 1007
    case .messageTooBig: 1009
    case .missingClose: 1006
    default: 1002
    }
  }

  /// What the peer did, in one sentence.
  public var description: String {
    switch code {
    case .reservedBits: "A reserved bit is set, but no extension was negotiated."
    case .reservedOpcode(let opcode): "The opcode \(opcode) is reserved."
    case .maskedFrame: "A frame from the server is masked."
    case .unmaskedFrame: "A frame from the client is not masked."
    case .fragmentedControlFrame: "A control frame is fragmented."
    case .controlFrameTooLong: "A control frame has more than 125 bytes."
    case .nonMinimalLength: "A frame's length takes more bytes than it needs."
    case .lengthOutOfRange: "A frame's length has its top bit set."
    case .unexpectedContinuation: "A continuation frame has no message to continue."
    case .interleavedMessage: "A message begins within an unfinished one."
    case .truncatedCloseCode: "A Close frame's payload is a single byte."
    case .invalidCloseCode(let code): "The close code \(code) may not be sent."
    case .invalidUTF8: "A text or a close reason is not UTF-8."
    case .messageTooBig(let limit): "A message has more than \(limit) bytes."
    case .missingClose(isWithinMessage: true): "The stream ended within a message."
    case .missingClose(isWithinMessage: false): "The stream ended without a Close frame."
    }
  }
}
