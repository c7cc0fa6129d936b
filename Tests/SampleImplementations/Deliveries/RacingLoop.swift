import StateLocking
import StatusConformance
import StatusStreaming

/// Correct: waits for events and the next heartbeat at once, and offers pages of an odd size, each
/// in a task of its own that has ten seconds.
enum RacingLoop {
  static func follow(_ run: DeliveryRun) async throws {
    try await follow(run, over: TimedOutput(run))
  }

  /// Bug: a call that returns after its time-out, whatever its cancellation, counts as any other.
  static func takesLateForSent(_ run: DeliveryRun) async throws {
    try await follow(run, over: TimedOutput(run, takesLateForSent: true))
  }

  private static func follow(_ run: DeliveryRun, over output: TimedOutput) async throws {
    if try await run.hasEnded(at: run.resumeAfter) { return }
    do {
      try await deliver(run, to: output)
    } catch {
      if output.canBeClosed { try await ClosingLoops.close(run) }
      throw error
    }
    try await ClosingLoops.close(run)
  }

  private static func deliver(_ run: DeliveryRun, to output: TimedOutput) async throws {
    var last = run.resumeAfter
    while true {
      var page = try await run.buffer.events(of: run.trace, after: last, limit: 37)[...]
      while !page.isEmpty {
        let newest = page[page.startIndex + (try await send(page, over: run, to: output)) - 1]
        last = newest.cursor
        if newest.payload.isTerminal { return }
        page = page.drop { $0.sequence <= newest.sequence }
      }
      let due = output.lastUse.advanced(by: .seconds(14))
      if run.clock.now >= due {
        try await output.use { try await $0.heartbeat() }
      } else {
        try await race(run, after: last, until: due)
      }
    }
  }

  /// Sends what the sink accepts of a page, or what stands for its first event.
  ///
  /// - Returns: How many events that were, at least one.
  private static func send(
    _ page: ArraySlice<StreamEvent>, over run: DeliveryRun, to output: TimedOutput
  ) async throws -> Int {
    let batch = EventBatch(Array(page), of: run.trace)
    do {
      let count = try await output.use { try await $0.send(contentsOf: batch) }
      if count > 0 { return count }
    } catch is StatusEncodingError {}
    let first = page[page.startIndex]
    var refusal: StatusEncodingError?
    for payload in [first.payload] + RefusalLoops.reduced(first) {
      var attempt = first
      attempt.payload = payload
      do {
        let attempt = attempt
        try await output.use { try await $0.send(attempt) }
        return 1
      } catch let error as StatusEncodingError {
        refusal = error
      }
    }
    // No form of the end is accepted, and who serves the connection has to know.
    if first.payload.isTerminal, let refusal { throw refusal }
    return 1
  }

  private static func race(
    _ run: DeliveryRun, after cursor: Cursor, until instant: RunClock.Instant
  ) async throws {
    try await withThrowingTaskGroup { group in
      group.addTask { try await run.buffer.awaitEvents(of: run.trace, after: cursor) }
      group.addTask { try await run.clock.sleep(until: instant) }
      defer { group.cancelAll() }
      _ = try await group.next()
    }
  }
}

/// A sink that is used in tasks of their own, each with a time-out.
private final class TimedOutput: Sendable {
  private struct State {
    var isUsed = false
    var isDead = false
    var lastUse: RunClock.Instant
  }

  private let run: DeliveryRun
  private let takesLateForSent: Bool
  private let state: Lock<State>

  init(_ run: DeliveryRun, takesLateForSent: Bool = false) {
    self.run = run
    self.takesLateForSent = takesLateForSent
    state = Lock(State(lastUse: run.clock.now))
  }

  var lastUse: RunClock.Instant { state.withLock { $0.lastUse } }

  /// Whether something was asked of the sink, and it has not failed.
  var canBeClosed: Bool { state.withLock { $0.isUsed && !$0.isDead } }

  func use<Value: Sendable>(
    _ operation: nonisolated(nonsending) @escaping @Sendable (RunSink) async throws -> Value
  ) async throws -> Value {
    try Task.checkCancellation()
    do {
      let value = try await finish(operation)
      state.withLock {
        $0.isUsed = true
        $0.lastUse = run.clock.now
      }
      return value
    } catch is ClosingLoops.NotBegun {
      throw CancellationError()
    } catch {
      state.withLock { $0.isUsed = true }
      if !(error is StatusEncodingError) { state.withLock { $0.isDead = true } }
      throw error
    }
  }

  private func finish<Value: Sendable>(
    _ operation: nonisolated(nonsending) @escaping @Sendable (RunSink) async throws -> Value
  ) async throws -> Value {
    let (sink, clock) = (run.sink, run.clock)
    let isInTime = Flag()
    let work = run.spawn("send") {
      if Task.isCancelled { throw ClosingLoops.NotBegun() }
      return try await operation(sink)
    }
    let watch = run.spawn("time-out") {
      try await clock.sleep(for: ClosingLoops.timeout)
      isInTime.lower()
      work.cancel()
    }
    defer { watch.cancel() }
    do {
      let value = try await withTaskCancellationHandler {
        try await work.value
      } onCancel: {
        work.cancel()
      }
      if isInTime.isRaised || takesLateForSent { return value }
    } catch {
      if isInTime.isRaised { throw error }
    }
    throw StatusFailure("the viewer takes nothing")
  }
}
