/// Decodes a WebSocket's bytes into messages and control frames, incrementally (RFC 6455).
///
/// It performs no input or output: feed it the bytes in chunks cut anywhere, and take the events
/// after each chunk. Control frames are given at once, also from between the parts of a message.
/// Invalid UTF-8 is reported at the byte that breaks it. What follows a Close frame is ignored.
///
/// <!-- example in BodyExample -->
/// ```swift
/// var decoder = WebSocketMessageDecoder(reader: .client)
/// for try await chunk in connection {
///   decoder.feed(chunk)
///   while let event = try decoder.next() { print(event) }
/// }
/// try decoder.finish()
/// ```
public struct WebSocketMessageDecoder: Sendable {
  /// The largest message in bytes, over all of its fragments; what the decoder holds is that, a
  /// control frame, and the chunk being read.
  public let maximumMessageSize: Int

  private var input = InputBuffer()
  private var frames: WebSocketFrameReader
  private var message: [UInt8] = []
  private var isText = false
  private var utf8 = UTF8Validator()
  private var checkedCount = 0
  private var control: [UInt8] = []
  private var isClosed = false
  private var failure: WebSocketProtocolError?

  /// Starts a connection after its handshake, with no extension negotiated.
  public init(reader: WebSocketWireFrame.Reader, maximumMessageSize: Int = 1 << 24) {
    self.maximumMessageSize = maximumMessageSize
    frames = WebSocketFrameReader(reader: reader, expectation: .newMessage)
  }

  /// Adds the connection's next bytes, which ``next()`` then reads.
  public mutating func feed(_ chunk: [UInt8]) {
    if !isClosed { input.append(chunk) }
  }

  /// The next event of what was fed, or `nil` when more bytes are needed or the peer has closed.
  ///
  /// - Throws: ``WebSocketProtocolError`` at the first violation, and ever after.
  public mutating func next() throws(WebSocketProtocolError) -> Event? {
    if let failure { throw failure }
    do throws(WebSocketProtocolError) {
      while let part = try nextPart() {
        switch part {
        case .header(let header):
          try begin(header)
        case .payload(let header, let isLast):
          if !header.opcode.isControl { try checkText(isComplete: isLast && header.isFinal) }
          if isLast, let event = try finish(header) { return event }
        }
      }
      return nil
    } catch {
      discard()
      failure = error
      throw error
    }
  }

  /// Tells that the connection's bytes have ended, once ``next()`` has given all of its events.
  ///
  /// - Throws: ``WebSocketProtocolError`` with a code of `missingClose` unless a Close frame was
  ///   read.
  public mutating func finish() throws(WebSocketProtocolError) {
    if let failure { throw failure }
    if isClosed { return }
    let isWithinMessage = frames.isWithinFrame || frames.expectation == .continuation
    let error = WebSocketProtocolError(.missingClose(isWithinMessage: isWithinMessage))
    discard()
    failure = error
    throw error
  }

  private mutating func discard() {
    input.removeAll()
    message = []
    control = []
  }

  private mutating func nextPart() throws(WebSocketProtocolError) -> WebSocketFrameReader.Part? {
    if frames.openHeader?.opcode.isControl == true {
      return try frames.next(from: &input, into: &control)
    }
    return try frames.next(from: &input, into: &message)
  }

  // MARK: Frames

  private mutating func begin(_ header: WebSocketWireFrame.Header) throws(WebSocketProtocolError) {
    switch header.opcode {
    case .text, .binary:
      isText = header.opcode == .text
      utf8 = UTF8Validator()
      checkedCount = 0
    case .continuation:
      break
    case .close where header.payloadLength == 1:
      throw .init(.truncatedCloseCode)
    default:
      return
    }
    guard header.payloadLength <= UInt64(maximumMessageSize - message.count) else {
      throw .init(.messageTooBig(limit: maximumMessageSize))
    }
    frames.expectation = header.isFinal ? .newMessage : .continuation
  }

  private mutating func checkText(isComplete: Bool) throws(WebSocketProtocolError) {
    guard isText else { return }
    let message = message
    if utf8.firstFault(in: message.span, from: checkedCount) != nil { throw .init(.invalidUTF8) }
    checkedCount = message.count
    if isComplete && !utf8.isAtBoundary { throw .init(.invalidUTF8) }
  }

  private mutating func finish(
    _ header: WebSocketWireFrame.Header
  ) throws(WebSocketProtocolError) -> Event? {
    switch header.opcode {
    case .close: return try close(with: Self.take(&control))
    case .ping: return .ping(Self.take(&control))
    case .pong: return .pong(Self.take(&control))
    default:
      guard header.isFinal else { return nil }
      return isText ? .text(Self.take(&message)) : .binary(Self.take(&message))
    }
  }

  private mutating func close(
    with payload: [UInt8]
  ) throws(WebSocketProtocolError) -> Event {
    var code: UInt16 = 1005
    if payload.count >= 2 {
      code = UInt16(payload[0]) << 8 | UInt16(payload[1])
      guard Self.isSendable(closeCode: code) else { throw .init(.invalidCloseCode(code)) }
      var reason = UTF8Validator()
      if reason.firstFault(in: payload.span, from: 2) != nil || !reason.isAtBoundary {
        throw .init(.invalidUTF8)
      }
    }
    isClosed = true
    discard()
    return .close(code: code, reason: Array(payload.dropFirst(2)))
  }

  /// Whether the RFC, or the registry it set up, lets an endpoint send the code (section 7.4).
  private static func isSendable(closeCode: UInt16) -> Bool {
    switch closeCode {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }

  private static func take(_ bytes: inout [UInt8]) -> [UInt8] {
    var taken: [UInt8] = []
    swap(&bytes, &taken)
    return taken
  }
}

extension WebSocketMessageDecoder {
  /// What the peer said.
  public enum Event: Sendable, Hashable {
    /// A text message, as valid UTF-8.
    case text([UInt8])
    /// A binary message.
    case binary([UInt8])
    /// A ping, which a pong with the same payload answers.
    case ping([UInt8])
    /// A pong.
    case pong([UInt8])
    /// The end, with a reason in valid UTF-8; 1005 stands for a Close frame without a code.
    case close(code: UInt16, reason: [UInt8])
  }
}
