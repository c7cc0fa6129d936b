import StateLocking
import StatusConformance
import StatusStreaming

/// Loops that take one thing for another: looks for time, a leaver for the last one, a batch for an
/// event.
enum MisjudgingLoops {
  /// Who leaves takes the news away from all who watch the trace.
  static func pumpOfWhoLeaves(_ run: DeliveryRun) async throws {
    try await ThriftyLoops.onePump(run, sharing: News(leaversTakeAll: true))
  }

  /// Takes 300 looks in vain, 50 milliseconds apart, for fifteen seconds.
  static func countsLooks(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    var looks = 0
    while true {
      let events = try await run.buffer.events(of: run.trace, after: last, limit: 100)
      for event in events {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      looks = events.isEmpty ? looks + 1 : 0
      if looks == 300 {
        try Task.checkCancellation()
        try await run.sink.heartbeat()
        looks = 0
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Is kept from an index below zero where nothing was accepted, and so from the first event.
  static func clampsTheIndex(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    while true {
      let page = try await run.buffer.events(of: run.trace, after: last, limit: 64)
      try Task.checkCancellation()
      if page.isEmpty {
        try await run.clock.sleep(for: .milliseconds(50))
        continue
      }
      let count = try await run.sink.send(contentsOf: EventBatch(page, of: run.trace))
      let newest = page[max(count - 1, 0)]
      last = newest.cursor
      if newest.payload.isTerminal { return }
    }
  }

  /// Tells of a batch that is refused by one gap, whichever of its updates is too large.
  static func tellsOfABatch(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    while true {
      var page = try await run.buffer.events(of: run.trace, after: last, limit: 64)[...]
      if page.isEmpty { try await run.clock.sleep(for: .milliseconds(50)) }
      while let first = page.first {
        try Task.checkCancellation()
        var count = 1
        do {
          let batch = EventBatch(Array(page), of: run.trace)
          count = try await run.sink.send(contentsOf: batch)
          if count == 0 {
            try Task.checkCancellation()
            try await run.sink.send(first)
            count = 1
          }
        } catch is StatusEncodingError {
          try Task.checkCancellation()
          let updates = page.prefix { !$0.payload.isTerminal }
          if var gap = updates.last {
            gap.payload = .gap(lost: gap.sequence.rawValue - last.number.rawValue)
            try await run.sink.send(gap)
            count = updates.count
          } else {
            try await RefusalLoops.send(first, to: run.sink, substituting: RefusalLoops.reduced)
          }
        }
        let newest = page[page.startIndex + count - 1]
        last = newest.cursor
        if newest.payload.isTerminal { return }
        page = page.dropFirst(count)
      }
    }
  }

  /// Reads the buffer once for all viewers who are at one place, in a task of who was there first,
  /// which ends with that viewer's connection.
  static func sharesReads(_ run: DeliveryRun) async throws {
    try await share(run.shared { SharedReads() }, run) { $0 }
  }

  /// The same in a task of the server, of which a failure is told by an error of its own.
  static func sharesServerReads(_ run: DeliveryRun) async throws {
    try await share(run.shared { SharedReads(isServerWide: true) }, run) { error in
      Task.isCancelled ? error : SharedReadFailed()
    }
  }

  private static func share(
    _ reads: SharedReads, _ run: DeliveryRun, telling tell: (any Error) -> any Error
  ) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    while true {
      let events: [StreamEvent]
      do { events = try await reads.events(after: last, for: run) } catch { throw tell(error) }
      for event in events {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      if events.isEmpty { try await run.clock.sleep(for: .milliseconds(50)) }
    }
  }

  /// Reads the trace from its beginning and leaves out what the viewer has, so that a gap counts
  /// that as well.
  static func readsFromTheBeginning(_ run: DeliveryRun) async throws {
    try await run.poll(after: .zero) { event in
      if event.sequence > run.resumeAfter.number { try await run.sink.send(event) }
    }
  }

  /// Beats from a task that waits in line for the sink, and is not asked again at its turn whether
  /// all is over.
  static func beatsInLine(_ run: DeliveryRun) async throws {
    let line = Line()
    let isRunning = Flag()
    let isIntact = Flag()
    let heart = run.spawn("heart") {
      while true {
        try await run.clock.sleep(for: .seconds(10))
        guard isRunning.isRaised else { return }
        await line.enter()
        defer { line.leave() }
        guard isIntact.isRaised else { return }
        do {
          try await run.sink.heartbeat()
        } catch {
          isIntact.lower()
          throw error
        }
      }
    }
    defer { heart.cancel() }
    try await run.follow { event in
      await line.enter()
      defer { line.leave() }
      try Task.checkCancellation()
      if !isIntact.isRaised { try await heart.value }
      do {
        try await run.sink.send(event)
      } catch {
        isIntact.lower()
        throw error
      }
      if event.payload.isTerminal { isRunning.lower() }
    }
  }
}

private struct SharedReadFailed: Error {}

/// The reads that are in progress, by trace and cursor.
private final class SharedReads: Sendable {
  private let isServerWide: Bool
  private let reads = Lock<[String: RunTask<[StreamEvent]>]>([:])

  init(isServerWide: Bool = false) {
    self.isServerWide = isServerWide
  }

  func events(after cursor: Cursor, for run: DeliveryRun) async throws -> [StreamEvent] {
    let key = "\(run.trace) \(cursor)"
    if let read = reads.withLock({ $0[key] }) { return try await read.value }
    let read =
      isServerWide
      ? run.spawnServerWide("read of \(key)") {
        try await run.buffer.events(of: run.trace, after: cursor, limit: 64)
      }
      : run.spawn("read of \(key)") {
        try await run.buffer.events(of: run.trace, after: cursor, limit: 64)
      }
    reads.withLock { $0[key] = read }
    defer { reads.withLock { $0[key] = nil } }
    return try await read.value
  }
}

/// Where those wait who want to use something, in the order of their coming.
private final class Line: Sendable {
  private struct State {
    var isTaken = false
    var waiting: [AsyncStream<Never>.Continuation] = []
  }

  private let state = Lock(State())

  func enter() async {
    let (turn, place) = AsyncStream.makeStream(of: Never.self)
    state.withLock { state in
      if state.isTaken { state.waiting.append(place) } else { place.finish() }
      state.isTaken = true
    }
    for await _ in turn {}
  }

  func leave() {
    let next = state.withLock { state in
      state.isTaken = !state.waiting.isEmpty
      return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
    }
    next?.finish()
  }
}
