import StateLocking
import StatusConformance
import StatusStreaming

/// Loops that are right as long as traces are short and viewers quick.
enum RingLoops {
  /// How long a send may take.
  static let timeout = Duration.seconds(30)

  /// Shows what is in a ring that one reader fills for all viewers of a trace; who is farther behind
  /// than its 256 events misses those before.
  static func readsFromARing(_ run: DeliveryRun) async throws {
    let ring = run.shared { Rings() }.ring(of: run)
    var last = SequenceNumber.zero
    while true {
      let (events, failure) = ring.contents
      for event in events where event.sequence > last {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.sequence
        if event.payload.isTerminal { return }
      }
      if let failure { throw failure }
      try await run.clock.sleep(for: .milliseconds(20))
    }
  }

  /// Counts the time that a send may take from when its page was read.
  static func timesThePage(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    while true {
      let page = try await run.buffer.events(of: run.trace, after: last, limit: 50)
      let deadline = run.clock.now.advanced(by: timeout)
      for event in page {
        try Task.checkCancellation()
        try await send(event, over: run, until: deadline)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  private static func send(
    _ event: StreamEvent, over run: DeliveryRun, until deadline: RunClock.Instant
  ) async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        try await run.sink.send(event)
        return true
      }
      group.addTask {
        try await run.clock.sleep(until: deadline)
        return false
      }
      let isSent = try await group.next() ?? false
      group.cancelAll()
      if isSent { return }
      // It may have been accepted all the same.
      if (try? await group.next()) != true { throw StatusFailure("the viewer takes nothing") }
    }
  }
}

/// The newest events of a trace.
private final class Ring: Sendable {
  private let state = Lock<(events: [StreamEvent], failure: (any Error)?)>(([], nil))

  var contents: (events: [StreamEvent], failure: (any Error)?) { state.withLock { $0 } }

  /// Takes events until the end of the trace, and reads again where a read has failed.
  func fill(from run: DeliveryRun) async {
    var last = Cursor.zero
    while true {
      do {
        return try await run.poll(after: last) { event in
          state.withLock { $0.events = ($0.events + [event]).suffix(256) }
          last = event.cursor
        }
      } catch {
        if !(error is BufferError), (try? await run.clock.sleep(for: .milliseconds(100))) != nil {
          continue
        }
        return state.withLock { $0.failure = error }
      }
    }
  }
}

/// The rings of a server, one for each trace that somebody has asked for.
private final class Rings: Sendable {
  private let rings = Lock<[TraceID: Ring]>([:])

  func ring(of run: DeliveryRun) -> Ring {
    let (ring, isNew) = rings.withLock { rings in
      if let ring = rings[run.trace] { return (ring, false) }
      let ring = Ring()
      rings[run.trace] = ring
      return (ring, true)
    }
    if isNew {
      run.spawnServerWide("ring of \(run.trace)") {
        await ring.fill(from: run)
        self.rings.withLock { $0[run.trace] = nil }
      }
    }
    return ring
  }
}
