import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// Correct: lines of JSON in hexadecimal digits, each as a netstring, so that a character takes two
/// bytes; whatever is written is written by a task of its own.
struct NetstringSink: StatusSink {
  private let wire: Wire
  private let limit: Int
  private var encoder = JSONLinesEncoder()

  init(_ wire: Wire, limit: Int) {
    self.wire = wire
    self.limit = limit
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try append(event, to: &bytes)
    try await write(bytes)
  }

  mutating func send(contentsOf events: EventBatch) async throws -> Int {
    var bytes: [UInt8] = []
    var count = 0
    for event in events where bytes.count < 65_536 {
      do {
        try append(event, to: &bytes)
      } catch {
        if count == 0 { throw error }
        break
      }
      count += 1
    }
    try await write(bytes)
    return count
  }

  mutating func close() async throws {
    var line: [UInt8] = []
    encoder.encodeClose(into: &line)
    if !line.isEmpty { try await write(Self.netstring(line)) }
  }

  /// Appends an event, behind the header if it is the first, which does not count.
  private mutating func append(_ event: StreamEvent, to bytes: inout [UInt8]) throws {
    var next = encoder
    var text: [UInt8] = []
    try next.encode(event, into: &text)
    let strings = text.split(separator: 0x0A).map { Self.netstring($0 + [0x0A]) }
    let size = strings.last?.count ?? 0
    if size > limit { throw StatusEncodingError(.tooLarge(size: size, limit: limit), event) }
    encoder = next
    bytes += strings.joined()
  }

  private static func netstring(_ text: some Collection<UInt8>) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    var bytes = Array("\(2 * text.count):".utf8)
    for byte in text {
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
    return bytes + [0x2C]
  }

  private func write(_ bytes: [UInt8]) async throws {
    let wire = wire
    let task = wire.spawn("the write") { try await wire.write(bytes) }
    try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }
}

/// Reads the netstrings of a ``NetstringSink``.
struct NetstringDecoder: StatusDecoder {
  private var lines = JSONLinesStatusDecoder()
  private var rest: [UInt8] = []

  var observes: Projection { lines.observes }

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    rest += bytes
    var observations: [Observation] = []
    while let colon = rest.firstIndex(of: 0x3A) {
      let digits = String(decoding: rest[..<colon], as: UTF8.self)
      guard let length = Int(digits), length % 2 == 0 else {
        throw NetstringError(part: "a length")
      }
      let end = colon + 1 + length
      guard rest.count > end else { break }
      guard rest[end] == 0x2C else { throw NetstringError(part: "a comma") }
      observations += try lines.decode(try Self.bytes(of: rest[(colon + 1)..<end]))
      rest.removeFirst(end + 1)
    }
    return observations
  }

  mutating func finish() throws -> [Observation] {
    try lines.finish()
  }

  private static func bytes(of digits: ArraySlice<UInt8>) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = digits
    while let high = rest.popFirst(), let low = rest.popFirst() {
      bytes.append(try value(of: high) << 4 | value(of: low))
    }
    return bytes
  }

  private static func value(of digit: UInt8) throws -> UInt8 {
    switch digit {
    case 0x30...0x39: return digit - 0x30
    case 0x61...0x66: return digit - 0x57
    default: throw NetstringError(part: "a hexadecimal digit")
    }
  }
}

/// Bytes that are not of the format.
private struct NetstringError: Error, CustomStringConvertible {
  let part: String

  var description: String { "not a netstring: \(part) is missing" }
}
