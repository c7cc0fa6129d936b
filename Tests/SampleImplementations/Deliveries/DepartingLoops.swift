import StatusConformance
import StatusStreaming

/// Loops that beat, and end the output of some connections that are cancelled.
enum DepartingLoops {
  /// Bug: closes only what an event was sent to; who has had heartbeats alone is left.
  static func closesBehindEvents(_ run: DeliveryRun) async throws {
    try await follow(run) { sent, _ in sent > 0 }
  }

  /// Bug: closes nothing behind the eighth event.
  static func closesEarlyAlone(_ run: DeliveryRun) async throws {
    try await follow(run) { sent, beats in sent + beats > 0 && sent <= 8 }
  }

  /// Bug: begins late, and closes nothing.
  static func beginsLateAndNeverCloses(_ run: DeliveryRun) async throws {
    try await run.clock.sleep(for: .milliseconds(600))
    try await follow(run) { _, _ in false }
  }

  /// Correct: closes whatever was asked of before.
  static func closesAll(_ run: DeliveryRun) async throws {
    try await follow(run) { sent, beats in sent + beats > 0 }
  }

  private static func follow(
    _ run: DeliveryRun, closingIf closes: (_ sent: Int, _ beats: Int) -> Bool
  ) async throws {
    if try await run.hasEnded(at: run.resumeAfter) { return }
    var (sent, beats) = (0, 0)
    var isBroken = false
    var last = run.resumeAfter
    var asked = run.clock.now
    func ask(_ call: () async throws -> Void) async throws {
      try Task.checkCancellation()
      do {
        try await call()
      } catch {
        isBroken = true
        throw error
      }
      asked = run.clock.now
    }
    do {
      while true {
        let next = try await run.buffer.events(of: run.trace, after: last, limit: 1).first
        if let next {
          sent += 1
          try await ask { try await run.sink.send(next) }
          last = next.cursor
          if next.payload.isTerminal { return }
        } else if asked.duration(to: run.clock.now) >= .seconds(15) {
          beats += 1
          try await ask { try await run.sink.heartbeat() }
        } else {
          try await run.clock.sleep(for: .milliseconds(100))
        }
      }
    } catch {
      if Task.isCancelled, !isBroken, closes(sent, beats) { try await ClosingLoops.close(run) }
      throw error
    }
  }

  /// Correct: keeps one task that waits for events across heartbeats, and looks twice a second whether it is done.
  static func keepsTheWaiter(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    while true {
      let page = try await run.buffer.events(of: run.trace, after: last, limit: 64)
      for event in page {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      guard page.isEmpty else { continue }
      if try await run.hasEnded(at: last) { return }
      try await awaitEvents(after: last, run)
    }
  }

  private static func awaitEvents(after last: Cursor, _ run: DeliveryRun) async throws {
    let isWaiting = Flag()
    let waiter = run.spawn("waiter") {
      defer { isWaiting.lower() }
      try await run.buffer.awaitEvents(of: run.trace, after: last)
    }
    var looks = 0
    while isWaiting.isRaised {
      try await run.clock.sleep(for: .milliseconds(500))
      looks += 1
      guard looks.isMultiple(of: 30) else { continue }
      try Task.checkCancellation()
      try await run.sink.heartbeat()
    }
    try await waiter.value
  }
}
