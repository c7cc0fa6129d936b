import StatusStreaming

/// Streams everything that there is to everybody who comes, whatever they have seen.
func streamReplaying(
  log: ExampleLog, trace: TraceID, lastSeen: Int?, write: (String) async throws -> Void
) async throws {
  var index = 0
  var encoder = EventStreamEncoder(profile: .resumable)
  while let event = try await log.event(of: trace, at: index) {
    index += 1
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await write(String(decoding: bytes, as: UTF8.self))
  }
}
