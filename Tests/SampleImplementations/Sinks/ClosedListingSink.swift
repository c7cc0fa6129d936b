import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// Lines of JSON, and a last one that says whether all traces of the connection have ended.
struct ClosedListingSink: StatusSink {
  private var encoder = JSONLinesEncoder()
  private let wire: Wire
  /// Whether the last event alone is looked at; `nil` if none is.
  private let goesByTheLast: Bool?
  private var open: Set<TraceID> = []
  private var last: StreamEvent?
  private var isClosed = false

  init(_ wire: Wire, goesByTheLast: Bool?) {
    self.wire = wire
    self.goesByTheLast = goesByTheLast
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await wire.write(bytes)
    last = event
    if event.payload.isTerminal { open.remove(event.trace) } else { open.insert(event.trace) }
  }

  mutating func close() async throws {
    guard !isClosed else { return }
    isClosed = true
    let isWhole =
      switch goesByTheLast {
      case true?: last?.payload.isTerminal == true
      case false?: last != nil && open.isEmpty
      case nil: true
      }
    try await wire.write(Array((isWhole ? "whole\n" : "cut\n").utf8))
  }
}

/// Reads the lines of a ``ClosedListingSink``.
struct ClosedListingDecoder: StatusDecoder {
  private var lines = JSONLinesStatusDecoder()
  private var rest: [UInt8] = []
  private var end: Observation?

  var observes: Projection { lines.observes }
  var format: WireFormat { lines.format }

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    rest += bytes
    var observations: [Observation] = []
    while let place = rest.firstIndex(of: 0x0A) {
      let line = Array(rest[...place])
      rest.removeSubrange(...place)
      switch String(decoding: line, as: UTF8.self) {
      case "whole\n": observations.append(.end)
      case "cut\n": observations.append(.cut)
      default: observations += try lines.decode(line)
      }
    }
    return observations
  }
}
