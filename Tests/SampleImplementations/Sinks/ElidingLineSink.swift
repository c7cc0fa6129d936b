import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// Lines of JSON that leave a trace's name out where it is that of the line before.
struct ElidingLineSink: StatusSink {
  private var encoder = JSONLinesEncoder()
  private let wire: Wire
  private var latest: TraceID?
  /// Bug: whether a gap does not count as the line before.
  private let overlooksGaps: Bool
  private let limit: Int
  /// Whether a line without a name is shorter by ten bytes whatever the name, as blanks make it.
  private let isPadded: Bool

  init(
    _ wire: Wire, overlooksGaps: Bool, limit: Int = .max, isPadded: Bool = false
  ) {
    self.isPadded = isPadded
    self.wire = wire
    self.overlooksGaps = overlooksGaps
    self.limit = limit
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    var next = encoder
    try next.encode(event, into: &bytes)
    if event.trace == latest, let name = ElidingLineDecoder.name(in: bytes) {
      let blanks = isPadded ? max(name.count - 10, 0) : 0
      bytes.replaceSubrange(name, with: repeatElement(UInt8(ascii: " "), count: blanks))
    }
    if bytes.count > limit {
      throw StatusEncodingError(.tooLarge(size: bytes.count, limit: limit), event)
    }
    encoder = next
    if case .gap = event.payload, overlooksGaps {
      // It has said its own name.
    } else {
      latest = event.trace
    }
    try await wire.write(bytes)
  }

  mutating func close() async throws {
    var bytes: [UInt8] = []
    encoder.encodeClose(into: &bytes)
    if !bytes.isEmpty { try await wire.write(bytes) }
  }
}

/// Reads the lines of an ``ElidingLineSink``.
struct ElidingLineDecoder: StatusDecoder {
  private var inner = JSONLinesStatusDecoder()
  private var rest: [UInt8] = []
  private var latest: [UInt8] = []

  var observes: Projection { inner.observes }
  var format: WireFormat { inner.format }

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    rest += bytes
    var observations: [Observation] = []
    while let end = rest.firstIndex(of: 0x0A) {
      observations += try inner.decode(completed(Array(rest[...end])))
      rest.removeSubrange(...end)
    }
    return observations
  }

  /// A line with the name of the one before if it has none.
  private mutating func completed(_ line: [UInt8]) -> [UInt8] {
    guard line.starts(with: Self.start), let comma = line.firstIndex(of: UInt8(ascii: ",")) else {
      return line
    }
    if let name = Self.name(in: line) {
      latest = Array(line[name])
      return line
    }
    return line[..<comma] + latest + line[comma...]
  }

  private static let start = Array("{\"time\":".utf8)
  private static let member = Array(",\"trace\":\"".utf8)

  /// Where a line says its trace.
  static func name(in bytes: [UInt8]) -> Range<Int>? {
    // The first line of a connection comes with a header.
    let line = bytes.dropLast().lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    guard let comma = bytes[line...].firstIndex(of: UInt8(ascii: ",")),
      bytes[comma...].starts(with: member)
    else { return nil }
    var end = comma + member.count
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    return comma..<min(end + 1, bytes.count)
  }
}
