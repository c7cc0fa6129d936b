import WireDecoding

/// A decoder case of a WebSocket file: its bytes, its reader, and every outcome it accepts.
struct WebSocketVector {
  let input: [UInt8]
  let reader: WebSocketFrame.Reader
  let maximumMessageSize: Int
  let outcomes: [Outcome]
  let failFast: FailFast?

  /// The earliest point at which a strict reader can tell the violation.
  enum FailFast {
    case afterFrames(Int)
    case afterBytes(Int)

    func byteCount(in input: [UInt8], reader: WebSocketFrame.Reader) -> Int {
      switch self {
      case .afterBytes(let count): return count
      case .afterFrames(let count):
        let frames = WebSocketFrameRun(input, reader: reader).frames.prefix(count)
        return frames.map { $0.header.count + $0.payload.count }.reduce(0, +)
      }
    }
  }

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
      let frames = try point.intIfPresent("after_frames").map { FailFast.afterFrames($0) }
      failFast = try frames ?? .afterBytes(point.int("after_bytes"))
      try point.finish()
    } else {
      failFast = nil
    }
    let expected = try Outcome(fields.take("expected"))
    outcomes = try [expected] + (fields.arrayIfPresent("alternatives") ?? []).map(Outcome.init)
    try fields.finish()
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

    init(_ frame: WebSocketFrame) {
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
