import StateLocking
import StatusConformance
import StatusStreaming

/// Loops that read what is there by themselves, and go on with what one reader of the server hands out.
enum HubLoops {
  /// Correct: whatever the hub hands out behind a place is asked for there before.
  static func watchesThenLists(_ run: DeliveryRun) async throws {
    try await follow(run, watchesFirst: true)
  }

  /// Bug: what the hub hands out between the last look and the place in the hub is nobody's.
  static func listsThenWatches(_ run: DeliveryRun) async throws {
    try await follow(run, watchesFirst: false)
  }

  private static func follow(_ run: DeliveryRun, watchesFirst: Bool) async throws {
    let hub = run.shared { Hub() }
    var cursor = run.resumeAfter
    // What reads for all may have ended with a run that was there before, or with a read that failed.
    while true {
      let early = watchesFirst ? hub.join(run) : nil
      while true {
        let events = try await run.buffer.events(of: run.trace, after: cursor, limit: 64)
        if try await send(events, run, &cursor) { return }
        if events.isEmpty { break }
      }
      let inbox = early ?? hub.join(run)
      var news = inbox.take()
      while !news.isOver {
        let fresh = news.events.filter { $0.sequence > cursor.number }
        // What it was given may begin elsewhere, or with a gap that counts what this viewer has.
        if watchesFirst, let first = fresh.first, !first.follows(cursor) { break }
        if try await send(fresh, run, &cursor) { return }
        if news.events.isEmpty { try await run.clock.sleep(for: .milliseconds(20)) }
        try Task.checkCancellation()
        news = inbox.take()
      }
    }
  }

  private static func send(
    _ events: [StreamEvent], _ run: DeliveryRun, _ cursor: inout Cursor
  ) async throws -> Bool {
    for event in events {
      try Task.checkCancellation()
      try await run.sink.send(event)
      cursor = event.cursor
      if event.payload.isTerminal { return true }
    }
    return false
  }

  /// What the hub has for one viewer.
  private final class Inbox: Sendable {
    private let state = Lock((events: [StreamEvent](), isOver: false))

    func put(_ events: [StreamEvent]) { state.withLock { $0.events += events } }
    func end() { state.withLock { $0.isOver = true } }

    func take() -> (events: [StreamEvent], isOver: Bool) {
      state.withLock { state in
        defer { state.events = [] }
        return (state.events, state.events.isEmpty && state.isOver)
      }
    }
  }

  /// Reads each trace once for all who watch.
  private final class Hub: Sendable {
    private let inboxes = Lock<[TraceID: [Inbox]]>([:])

    func join(_ run: DeliveryRun) -> Inbox {
      let (inbox, trace) = (Inbox(), run.trace)
      let isFirst = inboxes.withLock { inboxes in
        inboxes[trace, default: []].append(inbox)
        return inboxes[trace]?.count == 1
      }
      if isFirst {
        let (buffer, clock) = (run.buffer, run.clock)
        run.spawnServerWide("the hub") { try? await self.read(trace, buffer, clock) }
      }
      return inbox
    }

    private func read(_ trace: TraceID, _ buffer: RunBuffer, _ clock: RunClock) async throws {
      defer {
        let readers = inboxes.withLock { $0.removeValue(forKey: trace) } ?? []
        for inbox in readers { inbox.end() }
      }
      var cursor = Cursor.zero
      while true {
        let events = try await buffer.events(of: trace, after: cursor, limit: 64)
        for inbox in inboxes.withLock({ $0[trace] ?? [] }) { inbox.put(events) }
        cursor = events.last?.cursor ?? cursor
        if events.last?.payload.isTerminal == true { return }
        if events.isEmpty { try await clock.sleep(for: .milliseconds(20)) }
      }
    }
  }
}

extension StreamEvent {
  /// Whether nothing is missing between a cursor and the event.
  fileprivate func follows(_ cursor: Cursor) -> Bool {
    if case .gap = payload { return false }
    return sequence.rawValue == cursor.number.rawValue + 1
  }
}
