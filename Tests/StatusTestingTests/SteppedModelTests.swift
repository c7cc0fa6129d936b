import DeterministicSimulation
import StatusTesting
import Testing

/// Tests as they are written with a test clock that is advanced by hand.
@Suite(.simulated) struct SteppedModelTests {
  let clock: VirtualClock

  init() throws {
    clock = try #require(Simulation.current).clock
  }

  func spawn<Success: Sendable>(
    _ label: String, _ operation: sending @escaping () async throws -> Success
  ) throws -> SimulatedTask<Success, any Error> {
    try #require(Simulation.current).spawn(label, operation)
  }

  @Test func aTimerTicksWhileItRuns() async throws {
    let model = TimerModel(clock: clock)
    let timer = try spawn("timer") { try await model.runTimer() }
    #expect(await model.count == 0)

    try await clock.advance(by: .seconds(1))
    #expect(await model.count == 1)
    try await clock.advance(by: .seconds(4))
    #expect(await model.count == 5)

    timer.cancel()
    try await clock.run()
    #expect(await model.count == 5)
    try await clock.checkSuspension()
  }

  @Test func aSearchWaitsForThePauseInTyping() async throws {
    let model = SearchModel(clock: clock)
    let first = try spawn("a") { try await model.search("a") }
    try await clock.advance(by: .milliseconds(299))
    first.cancel()
    _ = try spawn("ab") { try await model.search("ab") }
    try await clock.advance(by: .milliseconds(299))
    #expect(await model.results == [])
    try await clock.advance(by: .milliseconds(1))
    #expect(await model.results == ["ab"])
    try await clock.checkSuspension()
  }

  @Test func aCountdownRunsOut() async throws {
    let model = CountdownModel(seconds: 10, clock: clock)
    async let countdown: Void = model.start()
    for left in (7...9).reversed() {
      try await clock.advance(by: .seconds(1))
      #expect(await model.secondsLeft == left)
    }
    await #expect(throws: SuspensionError.self) { try await clock.checkSuspension() }
    try await clock.run()
    #expect(await model.secondsLeft == 0)
    #expect(clock.now == .zero.advanced(by: .seconds(10)))
    try await countdown
  }

  @Test(arguments: [(1, "loaded"), (2, "loaded"), (3, "timed out")])
  func aSlowAnswerTimesOut(seconds: Int, outcome: String) async throws {
    let clock = clock
    let answer = try spawn("request") {
      try await withTimeout(.milliseconds(2_500), clock: clock) {
        try await clock.sleep(for: .seconds(seconds))
        return "loaded"
      }
    }
    try await clock.advance(by: .seconds(10))
    #expect(try await answer.value ?? "timed out" == outcome)
    #expect(clock.now == .zero.advanced(by: .seconds(10)))
  }

  @Test func ticksOfASequenceCome() async throws {
    let clock = clock
    let log = Note()
    let ticks = try spawn("ticks") {
      for await tick in Ticks(clock: clock, interval: .seconds(1)) { log.write("\(tick)") }
    }
    try await clock.advance(by: .milliseconds(3_500))
    #expect(log.read() == "1\n2\n3")
    ticks.cancel()
    try await clock.checkSuspension()
  }

  @Test func anInstantIsTheTargetToo() async throws {
    let start = clock.now
    let clock = clock
    let task = try spawn("sleeper") { try await clock.sleep(for: .seconds(5)) }
    try await clock.advance(to: start.advanced(by: .seconds(5)))
    #expect(start.advanced(by: .seconds(5)) == clock.now)
    try await task.value
  }
}

private actor TimerModel {
  private(set) var count = 0
  private let clock: any Clock<Duration>

  init(clock: any Clock<Duration>) { self.clock = clock }

  func runTimer() async throws {
    while true {
      try await clock.sleep(for: .seconds(1))
      count += 1
    }
  }
}

private actor SearchModel<C: Clock> where C.Duration == Duration {
  private(set) var results: [String] = []
  private let clock: C

  init(clock: C) { self.clock = clock }

  func search(_ query: String) async throws {
    try await clock.sleep(for: .milliseconds(300))
    results.append(query)
  }
}

private actor CountdownModel {
  private(set) var secondsLeft: Int
  private let clock: any Clock<Duration>

  init(seconds: Int, clock: any Clock<Duration>) {
    secondsLeft = seconds
    self.clock = clock
  }

  func start() async throws {
    while secondsLeft > 0 {
      try await clock.sleep(for: .seconds(1))
      secondsLeft -= 1
    }
  }
}

/// Counts intervals for as long as its task is not cancelled.
private struct Ticks<C: Clock>: AsyncSequence where C.Duration == Duration {
  let clock: C
  let interval: Duration

  struct AsyncIterator: AsyncIteratorProtocol {
    let ticks: Ticks
    var next: C.Instant
    var count = 0

    mutating func next() async -> Int? {
      next = next.advanced(by: ticks.interval)
      guard (try? await ticks.clock.sleep(until: next, tolerance: nil)) != nil else { return nil }
      count += 1
      return count
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(ticks: self, next: clock.now) }
}

private func withTimeout<Success: Sendable>(
  _ limit: Duration, clock: any Clock<Duration>,
  _ operation: @escaping @Sendable () async throws -> Success
) async throws -> Success? {
  try await withThrowingTaskGroup(of: Success?.self) { group in
    group.addTask { try await operation() }
    group.addTask {
      try await clock.sleep(for: limit)
      return nil
    }
    defer { group.cancelAll() }
    return try await group.next() ?? nil
  }
}
