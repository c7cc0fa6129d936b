import StatusStreaming

/// Streams from where the last viewer of the trace was: the server counts what it has handed on, also
/// what a viewer that had gone has never got.
func streamForgetting(
  log: ExampleLog, trace: TraceID, lastSeen: Int?, write: (String) async throws -> Void
) async throws {
  var index = lastSeen == nil ? 0 : log[placeIn: trace]
  var encoder = EventStreamEncoder(profile: .resumable)
  while let event = try await log.event(of: trace, at: index) {
    index += 1
    log[placeIn: trace] = index
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await write(String(decoding: bytes, as: UTF8.self))
  }
}
