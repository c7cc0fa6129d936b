import GoldenTranscripts
import StatusConformance
import StatusStreaming

// What sinks do with bytes that are to be written later, and with sizes that escapes change.

/// Bug: writes whole segments, holds the rest of a large event back, and beats past what is held.
struct CorkedSink<Encoder: StatusEncoder>: StatusSink {
  private static var segment: Int { 1_400 }

  private var encoder: Encoder
  private var held: [UInt8] = []
  private let wire: Wire
  /// Correct: writes what is held before a heartbeat.
  private let isOrderly: Bool

  init(_ encoder: Encoder, _ wire: Wire, isOrderly: Bool = false) {
    self.encoder = encoder
    self.wire = wire
    self.isOrderly = isOrderly
  }

  mutating func send(_ event: StreamEvent) async throws {
    try encoder.encode(event, into: &held)
    let isWhole = event.payload.isTerminal || held.count < Self.segment
    try await write(isWhole ? held.count : held.count / Self.segment * Self.segment)
  }

  private mutating func write(_ count: Int) async throws {
    guard count > 0 else { return }
    let bytes = Array(held.prefix(count))
    held.removeFirst(count)
    try await wire.write(bytes)
  }

  mutating func heartbeat() async throws {
    if isOrderly { try await write(held.count) }
    var beat: [UInt8] = []
    encoder.encodeHeartbeat(into: &beat)
    if !beat.isEmpty { try await wire.write(beat) }
  }

  mutating func close() async throws {
    encoder.encodeClose(into: &held)
    try await write(held.count)
  }
}

/// An event stream with a limit on the bytes of each event, and with an opinion on how many there are.
struct LimitedSink: StatusSink {
  enum Measure: Sendable {
    /// Bug: the text of an update counts as it was before JSON escapes it.
    case rawUpdates
    /// Bug: so do the texts of an end.
    case rawEnds
    /// Bug: each escape counts as if it were among the longest.
    case worstCase
    /// Correct: what is written counts.
    case written
  }

  static let limit = 4_096

  private var encoder = EventStreamEncoder(profile: .resumable)
  private let wire: Wire
  private let measure: Measure
  private var hasBegun = false

  init(_ wire: Wire, _ measure: Measure) {
    self.wire = wire
    self.measure = measure
  }

  mutating func send(_ event: StreamEvent) async throws {
    var next = encoder
    var bytes: [UInt8] = []
    try next.encode(event, into: &bytes)
    let size = size(of: event, written: bytes)
    guard size <= Self.limit else {
      throw StatusEncodingError(.tooLarge(size: size, limit: Self.limit), event)
    }
    encoder = next
    hasBegun = true
    try await wire.write(bytes)
  }

  private func size(of event: StreamEvent, written bytes: [UInt8]) -> Int {
    let opening = hasBegun ? 0 : Array("retry: 3000\n".utf8).count
    let size = bytes.count - (bytes.starts(with: Array("retry: ".utf8)) ? opening : 0)
    switch (measure, event.payload) {
    case (.rawUpdates, .update): return size - excess(of: bytes)
    case (.rawEnds, _) where event.payload.isTerminal: return size - excess(of: bytes)
    case (.worstCase, .update): return size + 4 * bytes.count { $0 == UInt8(ascii: "\\") }
    default: return size
    }
  }

  /// How many bytes the escapes in some JSON take beside what they stand for.
  private func excess(of bytes: [UInt8]) -> Int {
    var excess = 0
    var rest = bytes[...]
    while let place = rest.firstIndex(of: UInt8(ascii: "\\")) {
      let isLong = rest[place...].dropFirst().first == UInt8(ascii: "u")
      excess += isLong ? 5 : 1
      rest = rest[place...].dropFirst(2)
    }
    return excess
  }
}

/// Correct: an event stream as hardly anybody writes it, in all that the standard leaves open: CR LF, fields in
/// another order, no space behind the colon, JSON on two lines of data, a comment in each block.
struct OddStreamSink: StatusSink {
  private var encoder = EventStreamEncoder(profile: .resumable)
  private let wire: Wire

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    var fields: [String] = []
    for line in bytes.split(separator: 0x0A) {
      let parts = line.split(separator: 0x3A, maxSplits: 1)
      let name = String(decoding: parts[0], as: UTF8.self)
      let value = parts[1].dropFirst()
      if name == "data" {
        fields.insert("data:" + String(decoding: value.prefix(1), as: UTF8.self), at: 0)
        fields.insert("data:" + String(decoding: value.dropFirst(), as: UTF8.self), at: 1)
      } else {
        fields.append("\(name):\(String(decoding: value, as: UTF8.self))")
      }
    }
    let block = (fields + [":~~~", "", ""]).joined(separator: "\r\n")
    try await wire.write(Array(block.utf8))
  }

  mutating func heartbeat() async throws {
    var bytes: [UInt8] = []
    encoder.encodeHeartbeat(into: &bytes)
    if !bytes.isEmpty { try await wire.write(Array(": still here\r\n\r\n".utf8)) }
  }
}
