import StatusConformance
import StatusStreaming

/// A sink made of an encoder of the package and of what is done with its bytes: the ground on which
/// most samples differ from a correct sink in one place alone.
struct ClosureSink<Encoder: StatusEncoder>: StatusSink {
  var encoder: Encoder
  let wire: Wire
  /// Changes what is sent.
  var change: (inout StreamEvent) throws -> Void = { _ in }
  /// Changes the bytes of an event.
  var rewrite: (StreamEvent, inout [UInt8]) -> Void = { _, _ in }
  /// Refuses a heartbeat.
  var checkBeat: () throws -> Void = {}
  /// Changes the bytes of a heartbeat.
  var beat: (inout [UInt8]) -> Void = { _ in }
  /// Changes the bytes of the end.
  var end: (inout [UInt8]) -> Void = { _ in }

  init(_ encoder: Encoder, _ wire: Wire, _ configure: (inout ClosureSink) -> Void = { _ in }) {
    self.encoder = encoder
    self.wire = wire
    configure(&self)
  }

  mutating func send(_ event: StreamEvent) async throws {
    var event = event
    try change(&event)
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    rewrite(event, &bytes)
    if !bytes.isEmpty { try await wire.write(bytes) }
  }

  mutating func heartbeat() async throws {
    try checkBeat()
    var bytes: [UInt8] = []
    encoder.encodeHeartbeat(into: &bytes)
    beat(&bytes)
    if !bytes.isEmpty { try await wire.write(bytes) }
  }

  mutating func close() async throws {
    var bytes: [UInt8] = []
    encoder.encodeClose(into: &bytes)
    end(&bytes)
    if !bytes.isEmpty { try await wire.write(bytes) }
  }
}
