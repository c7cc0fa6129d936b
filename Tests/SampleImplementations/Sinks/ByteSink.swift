import StatusConformance
import StatusStreaming

/// Correct: each byte is a write of its own.
struct ByteSink: StatusSink {
  private let wire: Wire
  private var encoder = EventStreamEncoder(profile: .reference)

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await write(bytes)
  }

  mutating func heartbeat() async throws {
    var bytes: [UInt8] = []
    encoder.encodeHeartbeat(into: &bytes)
    try await write(bytes)
  }

  private func write(_ bytes: [UInt8]) async throws {
    for byte in bytes { try await wire.write([byte]) }
  }
}
