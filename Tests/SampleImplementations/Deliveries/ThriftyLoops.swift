import StateLocking
import StatusConformance
import StatusStreaming

/// Loops that are right, and do less than others.
enum ThriftyLoops {
  /// A reader and a writer with four places between them; what does not fit drives out the oldest,
  /// and a gap says so.
  static func dropsTheOldest(_ run: DeliveryRun) async throws {
    let queue = DroppingQueue(length: 4)
    let reading = run.spawn("reading") {
      defer { queue.close() }
      try await run.follow { queue.push($0) }
    }
    while let event = try await queue.next() {
      try Task.checkCancellation()
      try await run.sink.send(event)
    }
    try await reading.value
  }

  /// Looks more and more seldom while nothing comes, up to every two seconds.
  static func backsOff(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    var pause = Duration.milliseconds(10)
    while true {
      let events = try await run.buffer.events(of: run.trace, after: last, limit: .max)
      for event in events {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      pause = events.isEmpty ? min(pause * 2, .seconds(2)) : .milliseconds(10)
      try await run.clock.sleep(for: pause)
    }
  }

  /// Reads one event at a time, and beats on each half minute in which nothing was written.
  static func oneAtATime(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    var written = run.clock.now
    while true {
      let events = try await run.buffer.events(of: run.trace, after: last, limit: 1)
      try Task.checkCancellation()
      if let event = events.first {
        try await run.sink.send(event)
        last = event.cursor
        written = run.clock.now
        if event.payload.isTerminal { return try await run.sink.close() }
        continue
      }
      if written.duration(to: run.clock.now) >= .seconds(30) {
        try await run.sink.heartbeat()
        written = run.clock.now
      }
      try await run.clock.sleep(for: .milliseconds(100))
    }
  }

  /// Has one task of the server look at a trace for all of its viewers, who wait for its news.
  static func onePumpForAll(_ run: DeliveryRun) async throws {
    try await onePump(run, sharing: News())
  }

  /// The same, with news that are all of the server's if there are none yet.
  static func onePump(_ run: DeliveryRun, sharing fresh: News) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    let news = run.shared { fresh }
    if news.begin(run.trace) {
      run.spawnServerWide("pump of \(run.trace)") {
        defer { news.end(run.trace) }
        while news.hasReaders(run.trace) {
          news.tell(of: run.trace)
          try await run.clock.sleep(for: .milliseconds(40))
        }
      }
    }
    defer { news.leave(run.trace) }
    while true {
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      await news.next(of: run.trace)
      try Task.checkCancellation()
    }
  }
}

/// A queue that drops the oldest event for the newest, and counts.
private final class DroppingQueue: Sendable {
  private struct State {
    var events: [StreamEvent] = []
    var isClosed = false
    /// What was dropped, as one gap in front of the rest.
    var gap: StreamEvent?
  }

  private let length: Int
  private let state = Lock(State())
  private let tokens: AsyncStream<Void>
  private let token: AsyncStream<Void>.Continuation

  init(length: Int) {
    self.length = length
    (tokens, token) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  func push(_ event: StreamEvent) {
    state.withLock { state in
      state.events.append(event)
      guard state.events.count > length else { return }
      var gap = state.events.removeFirst()
      gap.payload = .gap(lost: Self.count(state.gap) + max(Self.count(gap), 1))
      state.gap = gap
    }
    token.yield()
  }

  private static func count(_ event: StreamEvent?) -> Int {
    if case .gap(let lost) = event?.payload { lost } else { 0 }
  }

  func close() {
    state.withLock { $0.isClosed = true }
    token.yield()
  }

  /// The next event, once there is one; `nil` at the end.
  func next() async throws -> StreamEvent? {
    while true {
      try Task.checkCancellation()
      let found: StreamEvent?? = state.withLock { state in
        if let gap = state.gap.take() { return .some(gap) }
        if !state.events.isEmpty { return .some(state.events.removeFirst()) }
        return state.isClosed ? .some(nil) : nil
      }
      if let found { return found }
      for await _ in tokens { break }
    }
  }
}
