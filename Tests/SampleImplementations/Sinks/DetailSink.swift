import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// Bug: an update is a line, and its message another one.
struct DetailSink: StatusSink {
  let wire: Wire

  mutating func send(_ event: StreamEvent) async throws {
    guard case .update(let update) = event.payload else { return }
    let head = NoteLineSink(wire: wire) { _ in [] }
    try await head.write(event, followedBy: NoteLineSink.escaped(update.message ?? ""))
  }
}

/// Reads the lines of a ``DetailSink``.
struct DetailDecoder: StatusDecoder {
  private var lines = NoteLineDecoder()
  private var rest: [UInt8] = []
  private var head: [UInt8]?

  var observes: Projection { [] }
  var format: WireFormat { .lines }

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] {
    var observations: [Observation] = []
    for byte in bytes {
      rest.append(byte)
      guard byte == 0x0A else { continue }
      if let head {
        observations += try lines.decode(head.dropLast() + rest)
        self.head = nil
      } else {
        head = rest
      }
      rest = []
    }
    return observations
  }
}
