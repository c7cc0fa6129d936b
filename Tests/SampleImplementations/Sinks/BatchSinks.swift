import StatusConformance
import StatusStreaming

/// A sink that takes several events at once, and of which closures decide how many it writes and how
/// many it says that it has accepted.
struct BatchClosureSink<Encoder: StatusEncoder>: StatusSink {
  var encoder: Encoder
  let wire: Wire
  /// How many of so many events are written.
  var share: (Int) -> Int = { $0 }
  /// What is said of so many events written of so many.
  var answer: (Int, Int) -> Int = { written, _ in written }
  /// Into how many bytes each write is cut.
  var pieceSize = Int.max

  init(
    _ encoder: Encoder, _ wire: Wire, _ configure: (inout BatchClosureSink) -> Void = { _ in }
  ) {
    self.encoder = encoder
    self.wire = wire
    configure(&self)
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await write(bytes)
  }

  mutating func send(contentsOf events: EventBatch) async throws -> Int {
    var bytes: [UInt8] = []
    var written = 0
    for event in events.prefix(share(events.count)) {
      do {
        try encoder.encode(event, into: &bytes)
      } catch {
        if written == 0 { throw error }
        break
      }
      written += 1
    }
    try await write(bytes)
    return answer(written, events.count)
  }

  mutating func heartbeat() async throws {
    var bytes: [UInt8] = []
    encoder.encodeHeartbeat(into: &bytes)
    try await write(bytes)
  }

  mutating func close() async throws {
    var bytes: [UInt8] = []
    encoder.encodeClose(into: &bytes)
    try await write(bytes)
  }

  private func write(_ bytes: [UInt8]) async throws {
    try await PieceWriter(wire: wire, size: pieceSize).write(bytes)
  }
}
