import StatusConformance
import StatusStreaming

/// Correct: an event stream in another style than most write it.
enum RestyledStream {
  /// Gives a block lines that end with CR, no space behind the colon, a line of data for each member of
  /// its JSON, a comment, and the id last.
  static func restyle(_ block: [UInt8]) -> [UInt8] {
    var text = ":block\r"
    var id = ""
    for line in String(decoding: block, as: UTF8.self).split(separator: "\n") {
      let field = line.prefix { $0 != ":" }
      let value = line.dropFirst(field.count + 2)
      switch field {
      case "data": text += members(of: value).map { "data:\($0)\r" }.joined()
      case "id": id = "id:\(value)\r"
      default: text += "\(field):\(value)\r"
      }
    }
    return Array("\(text)\(id)\r".utf8)
  }

  /// A JSON text, cut behind the commas between the members of its outermost object.
  private static func members(of json: Substring) -> [String] {
    var parts = [""]
    var (depth, isInString, isEscaped) = (0, false, false)
    for scalar in json.unicodeScalars {
      parts[parts.count - 1].unicodeScalars.append(scalar)
      if isInString {
        if !isEscaped, scalar == "\"" { isInString = false }
        isEscaped = !isEscaped && scalar == "\\"
        continue
      }
      switch scalar {
      case "\"": isInString = true
      case "{", "[": depth += 1
      case "}", "]": depth -= 1
      case "," where depth == 1: parts.append("")
      default: break
      }
    }
    return parts
  }
}

/// Correct: messages in about nine frames, cut within characters, with a ping before the last of them
/// and an empty one at each end; every other message in ASCII.
struct FragmentingSink: StatusSink {
  private let wire: Wire
  /// Whether a pong follows each part of a message, and control frames are as long as they may be.
  private let isTalkative: Bool
  private var encoder = WebSocketMessageEncoder(profile: .resumable)
  private var framer = WebSocketFramer()
  private var isInASCII = false

  init(_ wire: Wire, isTalkative: Bool = false) {
    self.wire = wire
    self.isTalkative = isTalkative
  }

  private var reason: String { isTalkative ? String(repeating: "é", count: 61) + "!" : "" }

  mutating func send(_ event: StreamEvent) async throws {
    var payload: [UInt8] = []
    let code = try encoder.encode(event, into: &payload)
    if isInASCII { payload = Self.escaped(payload) }
    isInASCII.toggle()
    var bytes: [UInt8] = []
    try framer.fragment(utf8: [], isFinal: false, into: &bytes)
    let size = 1 + payload.count / 9
    for start in stride(from: 0, to: payload.count, by: size) {
      if start + size >= payload.count { try framer.ping([0x3F], into: &bytes) }
      let part = Array(payload[start..<min(start + size, payload.count)])
      try framer.fragment(utf8: part, isFinal: false, into: &bytes)
      if isTalkative { try framer.pong(Array("still here".utf8), into: &bytes) }
    }
    try framer.fragment(utf8: [], isFinal: true, into: &bytes)
    if let code { try framer.close(code, reason: reason, into: &bytes) }
    try await wire.write(bytes)
  }

  mutating func heartbeat() async throws {
    if framer.isClosed { return }
    var bytes: [UInt8] = []
    let payload = isTalkative ? [UInt8](repeating: 0xFF, count: 125) : Array("beat".utf8)
    try framer.ping(payload, into: &bytes)
    try await wire.write(bytes)
  }

  mutating func close() async throws {
    guard let code = encoder.close() else { return }
    var bytes: [UInt8] = []
    try framer.close(code, reason: reason, into: &bytes)
    try await wire.write(bytes)
  }

  /// JSON whose strings have numbers in place of all that is not ASCII.
  private static func escaped(_ json: [UInt8]) -> [UInt8] {
    String(decoding: json, as: UTF8.self).utf16.flatMap { unit -> [UInt8] in
      if unit < 0x7F { return [UInt8(unit)] }
      let digits = String(unit, radix: 16, uppercase: true)
      return Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
    }
  }
}

/// Holds small events until there are four, and writes large ones at once.
struct HoldingSink: StatusSink {
  private let wire: Wire
  /// Bug unless it is so: whether what is held goes before a large event.
  private let keepsOrder: Bool
  private var encoder = EventStreamEncoder(profile: .resumable)
  private var held: [UInt8] = []
  private var count = 0

  init(_ wire: Wire, keepsOrder: Bool = true) {
    self.wire = wire
    self.keepsOrder = keepsOrder
  }

  mutating func send(_ event: StreamEvent) async throws {
    var block: [UInt8] = []
    try encoder.encode(event, into: &block)
    if block.count > 1_024, !event.payload.isTerminal {
      if keepsOrder { try await flush() }
      return try await wire.write(block)
    }
    held += block
    count += 1
    if count == 4 || event.payload.isTerminal { try await flush() }
  }

  mutating func heartbeat() async throws {
    if held.isEmpty { encoder.encodeHeartbeat(into: &held) }
    try await flush()
  }

  mutating func close() async throws {
    try await flush()
  }

  private mutating func flush() async throws {
    let bytes = held
    (held, count) = ([], 0)
    if !bytes.isEmpty { try await wire.write(bytes) }
  }
}

/// Bug: accepted is what has taken bytes, which the end does not in this profile.
struct BlockCountingSink: StatusSink {
  private let wire: Wire
  private var encoder = EventStreamEncoder(profile: .reference)

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    _ = try await send(contentsOf: EventBatch([event], of: event.trace))
  }

  mutating func send(contentsOf events: EventBatch) async throws -> Int {
    var bytes: [UInt8] = []
    var accepted = 0
    for event in events {
      let size = bytes.count
      do {
        try encoder.encode(event, into: &bytes)
      } catch {
        if accepted == 0 { throw error }
        break
      }
      if bytes.count > size { accepted += 1 }
    }
    if !bytes.isEmpty { try await wire.write(bytes) }
    return accepted
  }
}
