/// Takes the bytes of a WebSocket's client apart into messages (RFC 6455, section 5).
///
/// It holds a control frame and one message at most, of which it has seen before its payload comes
/// that it is not too large.
struct ClientFrameParser: Sendable {
  /// What a client said.
  enum Received {
    case text([UInt8])
    case binary([UInt8])
    case ping([UInt8])
    case pong([UInt8])
    case close(WebSocketCloseCode?, reason: String)
  }

  /// What a client must not do, and the code that it is told (section 7.4.1).
  struct Violation: Error {
    let code: WebSocketCloseCode
    let reason: String

    init(_ reason: String, _ code: WebSocketCloseCode = .protocolError) {
      self.code = code
      self.reason = reason
    }
  }

  private enum Opcode: UInt8 {
    case continuation = 0x0
    case text = 0x1
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA

    var isControl: Bool { rawValue >= 0x8 }
  }

  /// A frame whose payload is being read.
  private struct Frame {
    let opcode: Opcode
    let isFinal: Bool
    let key: [UInt8]
    let size: Int
    var count = 0
  }

  /// The largest message in bytes, over all of its frames.
  let maximumMessageSize: Int

  private var header: [UInt8] = []
  private var frame: Frame?
  private var control: [UInt8] = []
  /// The message that is unfinished, and what it is.
  private var message: [UInt8] = []
  private var unfinished: Opcode?
  /// The bytes of a character that the text so far has begun.
  private var character: [UInt8] = []

  init(maximumMessageSize: Int) {
    self.maximumMessageSize = max(maximumMessageSize, 0)
  }

  /// Reads on until something is complete.
  ///
  /// - Parameters:
  ///   - bytes: the bytes of the connection.
  ///   - position: the first of them that was not read, which is moved.
  /// - Returns: `nil` when all of them were read.
  mutating func next(
    in bytes: [UInt8], from position: inout Int
  ) throws(Violation) -> Received? {
    while true {
      if let open = frame {
        guard open.size == open.count || position < bytes.count else { return nil }
        let isComplete = try read(open, from: bytes, &position)
        if isComplete, let received = try finish(open) { return received }
      } else {
        guard position < bytes.count else { return nil }
        header.append(bytes[position])
        position += 1
        try checkHeader()
      }
    }
  }

  /// Reads payload, unmasked (section 5.3); a text is judged as far as it has come.
  ///
  /// - Returns: whether the frame is complete.
  private mutating func read(
    _ open: Frame, from bytes: [UInt8], _ position: inout Int
  ) throws(Violation) -> Bool {
    let start = position
    let end = start + min(open.size - open.count, bytes.count - start)
    let unmasked = (start..<end).lazy.map { index in
      bytes[index] ^ open.key[(open.count + index - start) % 4]
    }
    if open.opcode.isControl {
      control.append(contentsOf: unmasked)
    } else {
      message.append(contentsOf: unmasked)
      if unfinished == .text { try checkText(count: end - start) }
    }
    frame?.count += end - start
    position = end
    guard frame?.count == open.size else { return false }
    frame = nil
    return true
  }

  // MARK: Headers

  /// Judges the header by its bytes so far, and begins the frame when it is complete (section 5.2).
  private mutating func checkHeader() throws(Violation) {
    if header.count == 1 { return try checkFirstByte() }
    let short = Int(header[1] & 0x7F)
    if header.count == 2 {
      if header[1] & 0x80 == 0 { throw Violation("a frame is not masked") }
      if header[0] & 0x08 != 0, short > 125 { throw Violation("a control frame is too long") }
    }
    let lengthSize = short == 127 ? 8 : short == 126 ? 2 : 0
    let size = lengthSize == 0 ? UInt64(short) : try longSize(lengthSize)
    guard header.count == 2 + lengthSize + 4, let opcode = Opcode(rawValue: header[0] & 0x0F) else {
      return
    }
    guard opcode.isControl || size <= UInt64(maximumMessageSize - message.count) else {
      throw Violation("a message has more than \(maximumMessageSize) bytes", .messageTooBig)
    }
    if opcode == .close, size == 1 { throw Violation("a close code is cut") }
    frame = Frame(
      opcode: opcode, isFinal: header[0] & 0x80 != 0, key: Array(header.suffix(4)), size: Int(size))
    header.removeAll(keepingCapacity: true)
  }

  /// The length that follows the second byte, judged once it is there; any before.
  private func longSize(_ lengthSize: Int) throws(Violation) -> UInt64 {
    guard header.count >= 2 + lengthSize else { return 0 }
    let size = header[2..<2 + lengthSize].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard size <= UInt64(Int64.max) else { throw Violation("a frame's length has its top bit set") }
    guard size > (lengthSize == 2 ? 125 : 0xFFFF) else {
      throw Violation("a frame's length takes more bytes than it needs")
    }
    return size
  }

  private mutating func checkFirstByte() throws(Violation) {
    if header[0] & 0x70 != 0 { throw Violation("a reserved bit is set") }
    guard let opcode = Opcode(rawValue: header[0] & 0x0F) else {
      throw Violation("an opcode is reserved")
    }
    if opcode.isControl {
      if header[0] & 0x80 == 0 { throw Violation("a control frame is fragmented") }
    } else if opcode == .continuation {
      if unfinished == nil { throw Violation("a continuation has nothing to continue") }
    } else {
      if unfinished != nil { throw Violation("a message begins within another") }
      unfinished = opcode
    }
  }

  // MARK: Payloads

  private mutating func finish(_ frame: Frame) throws(Violation) -> Received? {
    switch frame.opcode {
    case .ping: return .ping(take(&control))
    case .pong: return .pong(take(&control))
    case .close: return try close(take(&control))
    case .continuation, .text, .binary: break
    }
    guard frame.isFinal else { return nil }
    if !character.isEmpty { throw Violation("a text ends in a character", .invalidPayload) }
    let isText = unfinished == .text
    unfinished = nil
    return isText ? .text(take(&message)) : .binary(take(&message))
  }

  /// Judges the last bytes of a text (section 8.1).
  private mutating func checkText(count: Int) throws(Violation) {
    guard let rest = (character + message.suffix(count)).unfinishedCharacter else {
      throw Violation("a text is not UTF-8", .invalidPayload)
    }
    character = rest
  }

  private func close(_ payload: [UInt8]) throws(Violation) -> Received {
    if payload.isEmpty { return .close(nil, reason: "") }
    let code = WebSocketCloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
    guard code.isSendable else { throw Violation("the close code \(code.rawValue) is not allowed") }
    guard let reason = String(validating: payload.dropFirst(2), as: UTF8.self) else {
      throw Violation("a close reason is not UTF-8", .invalidPayload)
    }
    return .close(code, reason: reason)
  }

  private func take(_ bytes: inout [UInt8]) -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }
}
