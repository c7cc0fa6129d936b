/// Turns messages into WebSocket frames, for either end of a connection (RFC 6455, section 5).
///
/// It writes into a buffer of the caller's and performs no input or output. Lengths are minimal,
/// messages are split at ``maximumFrameSize``, and after a Close frame everything is refused. A call
/// that throws has appended nothing.
///
/// <!-- example, then
/// #expect(bytes[..<7] == [0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f])
/// #expect(bytes[7...] == [0x88, 0x06, 0x03, 0xe8, 0x64, 0x6f, 0x6e, 0x65])
/// -->
/// ```swift
/// var encoder = WebSocketFramer()
/// var bytes: [UInt8] = []
/// try encoder.text("Hello", into: &bytes)                       // 81 05 48 65 6c 6c 6f
/// try encoder.close(.normalClosure, reason: "done", into: &bytes)
/// ```
public struct WebSocketFramer: Sendable {
  /// Which end of the connection writes the frames.
  public let role: Role
  /// The largest payload of one frame in bytes; a longer message is split over several.
  public let maximumFrameSize: Int
  /// The largest message in bytes, over all of its fragments.
  public let maximumMessageSize: Int

  var phase = Phase.ready
  /// A message about to be split; kept for its capacity if it is small.
  var unsplit: [UInt8] = []

  enum Phase: Sendable {
    case ready
    /// With the bytes of a character that the fragments so far have begun and not ended.
    case fragmenting(Opcode, size: Int, unfinished: [UInt8])
    case closed
  }

  enum Opcode: UInt8, Sendable {
    case continuation = 0x0
    case text = 0x1
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA
  }

  /// Starts a connection on which nothing has been sent.
  ///
  /// - Precondition: `maximumFrameSize` is positive.
  public init(
    role: Role = .server, maximumFrameSize: Int = .max, maximumMessageSize: Int = .max
  ) {
    precondition(maximumFrameSize > 0, "A frame must be able to carry a byte.")
    self.role = role
    self.maximumFrameSize = maximumFrameSize
    self.maximumMessageSize = maximumMessageSize
  }

  /// Whether a Close frame was sent, after which everything is refused.
  public var isClosed: Bool {
    if case .closed = phase { true } else { false }
  }

  /// Appends a text message.
  public mutating func text(
    _ text: String, into buffer: inout [UInt8]
  ) throws(WebSocketEncodingError) {
    try message(.text, into: &buffer) { $0.append(contentsOf: text.utf8) }
  }

  /// Appends a text message from UTF-8 bytes, which are checked.
  public mutating func text(
    _ utf8: [UInt8], into buffer: inout [UInt8]
  ) throws(WebSocketEncodingError) {
    guard utf8.isValidUTF8 else { throw .init(.invalidUTF8) }
    try message(.text, into: &buffer) { $0.append(contentsOf: utf8) }
  }

  /// Appends a text message whose payload `write` generates in place.
  ///
  /// - Parameters:
  ///   - buffer: Where the frames go.
  ///   - write: Appends the payload to the buffer it is given, and does nothing else. The bytes
  ///     must be UTF-8, which only debug builds check.
  public mutating func text(
    into buffer: inout [UInt8], writing write: (inout [UInt8]) -> Void
  ) throws(WebSocketEncodingError) {
    try message(.text, into: &buffer) { buffer in
      let start = buffer.count
      write(&buffer)
      assert(buffer[start...].isValidUTF8, "A text message must be UTF-8.")
    }
  }

  /// Appends a binary message.
  public mutating func binary(
    _ payload: [UInt8], into buffer: inout [UInt8]
  ) throws(WebSocketEncodingError) {
    try message(.binary, into: &buffer) { $0.append(contentsOf: payload) }
  }

  /// Appends the next fragment of a text message, or the first one if none is unfinished, for a
  /// message whose length is not known when it begins.
  public mutating func fragment(
    _ text: String, isFinal: Bool, into buffer: inout [UInt8]
  ) throws(WebSocketEncodingError) {
    try fragment(.text, Array(text.utf8), isFinal: isFinal, into: &buffer)
  }

  /// Appends the next fragment of a text message, or the first one if none is unfinished, from UTF-8
  /// bytes, which are checked.
  ///
  /// A fragment may end within a character, which the next one then continues (section 5.6): what
  /// was cut for its size need not be cut again between characters.
  public mutating func fragment(
    utf8: [UInt8], isFinal: Bool, into buffer: inout [UInt8]
  ) throws(WebSocketEncodingError) {
    try fragment(.text, utf8, isFinal: isFinal, into: &buffer)
  }

  /// Appends the next fragment of a binary message, or the first one if none is unfinished.
  public mutating func fragment(
    _ payload: [UInt8], isFinal: Bool, into buffer: inout [UInt8]
  ) throws(WebSocketEncodingError) {
    try fragment(.binary, payload, isFinal: isFinal, into: &buffer)
  }

  /// Appends a ping, whose payload the peer sends back.
  public mutating func ping(
    _ payload: [UInt8] = [], into buffer: inout [UInt8]
  ) throws(WebSocketEncodingError) {
    try control(.ping, payload, into: &buffer)
  }

  /// Appends a pong, the answer to a ping with its payload, or unasked.
  public mutating func pong(
    _ payload: [UInt8] = [], into buffer: inout [UInt8]
  ) throws(WebSocketEncodingError) {
    try control(.pong, payload, into: &buffer)
  }

  /// Appends the Close frame, after which everything is refused.
  ///
  /// - Parameters:
  ///   - code: Why the connection ends; `nil` sends an empty Close frame.
  ///   - reason: Text for the peer's logs, at most 123 bytes of which fit.
  ///   - overlongReason: What becomes of a longer reason.
  ///   - buffer: Where the frame goes.
  public mutating func close(
    _ code: WebSocketCloseCode? = .normalClosure, reason: String = "",
    overlongReason: OverlongReason = .cut, into buffer: inout [UInt8]
  ) throws(WebSocketEncodingError) {
    var payload: [UInt8] = []
    if let code {
      guard code.isSendable else { throw .init(.unsendableCloseCode(code)) }
      payload.append(UInt8(code.rawValue >> 8))
      payload.append(UInt8(truncatingIfNeeded: code.rawValue))
    } else if !reason.isEmpty {
      throw .init(.reasonWithoutCode)
    }
    let kept = overlongReason == .cut ? reason.prefix(maximumUTF8Count: 123) : reason[...]
    payload.append(contentsOf: kept.utf8)
    try control(.close, payload, into: &buffer)
    phase = .closed
  }

  /// Appends any message; the same as calling the method for its kind.
  public mutating func encode(
    _ message: Message, into buffer: inout [UInt8]
  ) throws(WebSocketEncodingError) {
    switch message {
    case .text(let payload): try text(payload, into: &buffer)
    case .binary(let payload): try binary(payload, into: &buffer)
    case .ping(let payload): try ping(payload, into: &buffer)
    case .pong(let payload): try pong(payload, into: &buffer)
    case .close(let code, let reason): try close(code, reason: reason, into: &buffer)
    }
  }
}

extension WebSocketFramer {
  /// What an endpoint says on a WebSocket, before it is framed.
  public enum Message: Sendable, Hashable {
    /// A text message; its payload is UTF-8.
    case text([UInt8])
    /// A binary message.
    case binary([UInt8])
    /// A ping with at most 125 bytes, which the peer sends back.
    case ping([UInt8])
    /// A pong with at most 125 bytes.
    case pong([UInt8])
    /// The end, with a reason of at most 123 bytes that needs a code.
    case close(WebSocketCloseCode?, reason: String)
  }
}

extension WebSocketFramer {
  /// What becomes of a close reason that does not fit into its frame.
  public enum OverlongReason: Sendable, Hashable {
    /// It is cut before the first character that does not fit.
    case cut
    /// It is refused.
    case refuse
  }
}

extension WebSocketFramer {
  /// Which end of the connection writes the frames.
  public enum Role: Sendable {
    /// The server's frames are unmasked (RFC 6455, section 5.1).
    case server
    /// The client's frames are masked, each with a key of its own (section 5.3).
    ///
    /// The closure is asked for one key per frame, whose most significant byte goes first. Outside
    /// of tests the keys must be unpredictable.
    case client(nextMaskingKey: @Sendable () -> UInt32)
  }
}

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
