import StatusConformance
import StatusStreaming

/// A sink that is an actor, over the encoder of an event stream.
actor ActorSink: StatusSink {
  private var encoder = EventStreamEncoder(profile: .resumable)
  private let wire: Wire

  init(_ wire: Wire) {
    self.wire = wire
  }

  func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await wire.write(bytes)
  }

  func heartbeat() async throws {
    var bytes: [UInt8] = []
    encoder.encodeHeartbeat(into: &bytes)
    if !bytes.isEmpty { try await wire.write(bytes) }
  }
}
