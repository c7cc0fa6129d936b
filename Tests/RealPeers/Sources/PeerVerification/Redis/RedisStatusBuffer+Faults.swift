import RedisStatusBuffer
import StatusStreaming

/// What a buffer must not do.
extension RedisStatusBuffer {
  /// Ends a trace by a script that tells nobody, when those who have read all before it wait again.
  func finishUnnoticed(
    _ trace: TraceID, with outcome: TraceOutcome
  ) async throws -> SequenceNumber {
    try await Task.sleep(for: .milliseconds(200))
    let unnoticed = RedisScripts.append.replacing("tell(KEYS[3], KEYS[1])", with: "")
    return try await write(outcome.payload, to: trace, isEnd: true, script: unnoticed)
  }

  /// Ends a trace by a script that keeps the end alone.
  func finishAlone(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    let alone = RedisScripts.append.replacing("'MAXLEN', ARGV[3]", with: "'MAXLEN', 1")
    return try await write(outcome.payload, to: trace, isEnd: true, script: alone)
  }

  /// Counts in one step and writes in another; who comes too late for the stream counts again.
  func appendInTwoSteps(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    while true {
      let taken = try await evaluate(Self.takeNumber, on: trace, [])
      try await Task.sleep(for: .milliseconds(.random(in: 0...80)))
      let numbered = RedisScripts.append.replacing("trace[2] + 1", with: "\(taken.number ?? 0)")
      do {
        return try await write(.update(update), to: trace, isEnd: false, script: numbered)
      } catch is RedisError {}
    }
  }

  private static let takeNumber = """
    if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
    return redis.call('HINCRBY', KEYS[1], 'taken', 1)
    """
}
