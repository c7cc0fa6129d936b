import StatusStreaming

/// Streams what follows, but the update that was on its way when the viewer went: it was handed on, so
/// it counts as delivered.
func streamForgetting(
  log: ExampleLog, trace: TraceID, lastSeen: Int?, write: (String) async throws -> Void
) async throws {
  var index = lastSeen ?? 0
  var isDelivered = lastSeen != nil && log[placeIn: trace] > index
  var encoder = EventStreamEncoder(profile: .resumable)
  while let event = try await log.event(of: trace, at: index) {
    index += 1
    log[placeIn: trace] = index  // Before it is known whether anybody takes it.
    defer { isDelivered = false }
    if isDelivered, !event.payload.isTerminal { continue }
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await write(String(decoding: bytes, as: UTF8.self))
  }
}
