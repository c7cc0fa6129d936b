import WireDecoding

/// A decoder case of a WebSocket file: its bytes, its reader, and every outcome it accepts.
struct WebSocketVector {
  let input: [UInt8]
  let reader: WebSocketWireFrame.Reader
  let maximumMessageSize: Int
  let outcomes: [Outcome]
  /// The earliest point at which a strict reader can tell the violation, in bytes.
  let failFast: Int?

  init(_ vector: VectorCase) throws {
    var fields = try vector.fields()
    fields.ignore("id", "name", "group", "section", "level", "autobahn", "note")
    input = try fields.frameBytes()
    switch try fields.string("role") {
    case "client": reader = .client
    case "server": reader = .server
    case let role: throw VectorFault("no role \(role)")
    }
    var limit: Int?
    if var options = try fields.objectIfPresent("options") {
      limit = try options.intIfPresent("max_message_size")
      try options.finish()
    }
    maximumMessageSize = limit ?? 1 << 24
    if var point = try fields.objectIfPresent("fail_fast") {
      failFast = try Self.byteCount(before: &point, in: input)
      try point.finish()
    } else {
      failFast = nil
    }
    let expected = try Outcome(fields.take("expected"))
    outcomes = try [expected] + (fields.arrayIfPresent("alternatives") ?? []).map(Outcome.init)
    try fields.finish()
  }

  /// A point that is given as a number of bytes, of whole frames, or of payload bytes of a frame
  /// with its number, from 1.
  private static func byteCount(
    before point: inout VectorFields, in input: [UInt8]
  ) throws -> Int {
    guard let number = try point.intIfPresent("after_frames") else {
      return try point.int("after_bytes")
    }
    let payload = try payloadRange(ofFrame: number, in: input)
    guard let count = try point.intIfPresent("after_bytes_of_frame") else {
      return payload.upperBound
    }
    guard 0...payload.count ~= count else { throw VectorFault("frame \(number) is shorter") }
    return payload.lowerBound + count
  }

  /// Where a frame's payload is, by the lengths alone: what is in the frames may be illegal.
  private static func payloadRange(ofFrame number: Int, in input: [UInt8]) throws -> Range<Int> {
    var payload = 0..<0
    for _ in 0..<number {
      let header = input[payload.upperBound...]
      guard let second = header.dropFirst().first else { throw VectorFault("no frame \(number)") }
      let lengthSize = [126: 2, 127: 8][second & 0x7F] ?? 0
      let length =
        lengthSize == 0
        ? Int(second & 0x7F)
        : header.dropFirst(2).prefix(lengthSize).reduce(0) { $0 << 8 | Int($1) }
      let start = header.startIndex + 2 + lengthSize + (second & 0x80 == 0 ? 0 : 4)
      guard length >= 0, length <= input.count - start else {
        throw VectorFault("frame \(number) is cut short")
      }
      payload = start..<(start + length)
    }
    return payload
  }

  struct Outcome {
    let events: [WebSocketMessageDecoder.Event]
    let closeCode: UInt16?
    let isIncomplete: Bool
    let frames: [FrameFields]?

    init(_ value: JSONValue) throws {
      var fields = try VectorFields(value, "outcome")
      events = try fields.array("events").map(WebSocketVector.event)
      if var error = try fields.objectIfPresent("error") {
        error.ignore("why")
        closeCode = UInt16(exactly: try error.int("code"))
        try error.finish()
      } else {
        closeCode = nil
      }
      isIncomplete = try fields.boolIfPresent("incomplete") ?? false
      frames = try fields.arrayIfPresent("frames")?.map(FrameFields.init)
      try fields.finish()
    }

    func accepts(_ run: WebSocketRun, _ frameRun: WebSocketFrameRun) -> Bool {
      run.events == events && run.error?.closeCode == closeCode
        && (!isIncomplete || run.ending?.closeCode == 1006)
        && (frames == nil || frames == frameRun.frames.map(FrameFields.init))
    }
  }

  /// The header fields that a case may state.
  struct FrameFields: Equatable {
    let isFinal: Bool
    let reservedBits: Int
    let opcode: Int
    let isMasked: Bool
    let length: Int

    init(_ value: JSONValue) throws {
      var fields = try VectorFields(value, "frame")
      isFinal = try fields.bool("fin")
      reservedBits = try fields.int("rsv")
      opcode = try fields.int("opcode")
      isMasked = try fields.bool("masked")
      length = try fields.int("length")
      try fields.finish()
    }

    init(_ frame: WebSocketWireFrame) {
      isFinal = frame.header.isFinal
      reservedBits = Int(frame.header.reservedBits)
      opcode = Int(frame.header.opcode.rawValue)
      isMasked = frame.header.isMasked
      length = Int(frame.header.payloadLength)
    }
  }

  private static func event(_ value: JSONValue) throws -> WebSocketMessageDecoder.Event {
    var fields = try VectorFields(value, "event")
    let type = try fields.string("type")
    let event: WebSocketMessageDecoder.Event
    switch type {
    case "text": event = .text(try fields.payload())
    case "binary": event = .binary(try fields.payload())
    case "ping": event = .ping(try fields.payload())
    case "pong": event = .pong(try fields.payload())
    case "close":
      guard let code = UInt16(exactly: try fields.int("code")) else {
        throw VectorFault("no close code")
      }
      event = .close(code: code, reason: Array(try fields.string("reason").utf8))
    default: throw VectorFault("no event \(type)")
    }
    try fields.finish()
    return event
  }
}
