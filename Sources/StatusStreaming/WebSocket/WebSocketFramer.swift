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
