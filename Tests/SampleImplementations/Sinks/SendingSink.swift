import StatusConformance
import StatusStreaming

/// A sink made of an encoder of the package and a function that brings an event's bytes to the wire.
struct SendingSink<Encoder: StatusEncoder>: StatusSink {
  var encoder: Encoder
  let wire: Wire
  let deliver: @Sendable (StreamEvent, [UInt8], Wire) async throws -> Void

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    if !bytes.isEmpty { try await deliver(event, bytes, wire) }
  }

  mutating func close() async throws {
    var bytes: [UInt8] = []
    encoder.encodeClose(into: &bytes)
    if !bytes.isEmpty { try await wire.write(bytes) }
  }
}
