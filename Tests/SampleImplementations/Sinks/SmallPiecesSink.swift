import StatusConformance
import StatusStreaming

/// A sink that writes in pieces of a few bytes, as one over a small transport buffer does.
struct SmallPiecesSink<Encoder: StatusEncoder>: StatusSink {
  private var encoder: Encoder
  private let wire: Wire
  private let size: Int

  init(_ encoder: Encoder, _ wire: Wire, size: Int = 37) {
    self.encoder = encoder
    self.wire = wire
    self.size = size
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

  mutating func close() async throws {
    var bytes: [UInt8] = []
    encoder.encodeClose(into: &bytes)
    try await write(bytes)
  }

  private func write(_ bytes: [UInt8]) async throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      try await wire.write(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
  }
}
