import DeterministicSimulation
import Testing

@Suite struct VirtualClockTests {
  @Test func startsAtZeroAndJumpsToTheDeadline() throws {
    let times = try simulate { sim in
      let start = sim.clock.now
      try await sim.clock.sleep(for: .seconds(86_000))
      return (start, sim.clock.now)
    }
    #expect(times.0 == .zero)
    #expect(times.1.nanoseconds == 86_000_000_000_000)
  }

  @Test func jumpsOnlyWhenNothingIsRunnable() throws {
    let log = Log()
    try simulate { sim in
      sim.spawn("sleeper") {
        try await sim.clock.sleep(for: .nanoseconds(1))
        log.add("slept")
      }
      for round in 1...50 {
        await Task.yield()
        log.add("\(round) at \(sim.clock.now.nanoseconds)")
      }
    }
    #expect(log.entries == (1...50).map { "\($0) at 0" } + ["slept"])
  }

  @Test func firesByDeadlineThenByRegistration() throws {
    let log = Log()
    let delays = [5, 3, 5, 1, 3, 5, 2, 1]
    try simulate { sim in
      for (index, delay) in delays.enumerated() {
        sim.spawn {
          try await sim.clock.sleep(for: .milliseconds(delay))
          log.add("\(delay)-\(index)")
        }
      }
    }
    let expected = delays.enumerated().sorted {
      ($0.element, $0.offset) < ($1.element, $1.offset)
    }
    #expect(log.entries == expected.map { "\($0.element)-\($0.offset)" })
  }

  @Test func keepsItsOrderWhileTimersAreCancelled() throws {
    var numbers = RandomScheduler(seed: 7)
    for _ in 0..<20 {
      let delays = (0..<60).map { _ in numbers.next(below: 40) + 1 }
      let cancelled = (0..<60).map { _ in numbers.next(below: 3) == 0 }
      let log = Log()
      try simulate { sim in
        let tasks = delays.enumerated().map { index, delay in
          sim.spawn {
            try await sim.clock.sleep(for: .milliseconds(delay))
            log.add("\(index)")
          }
        }
        try await sim.clock.sleep(for: .microseconds(1))
        for (task, isCancelled) in zip(tasks, cancelled) where isCancelled { task.cancel() }
      }
      let expected = delays.indices.filter { !cancelled[$0] }
        .sorted { (delays[$0], $0) < (delays[$1], $1) }
      #expect(log.entries == expected.map(String.init))
    }
  }

  @Test func cancellationRemovesTheTimer() throws {
    let ended = try simulate { sim in
      let sleeper = sim.spawn { try await sim.clock.sleep(for: .seconds(1000)) }
      try await sim.clock.sleep(for: .seconds(1))
      sleeper.cancel()
      await #expect(throws: CancellationError.self) { try await sleeper.value }
      return sim
    }
    #expect(ended.clock.now == .zero.advanced(by: .seconds(1)))
  }

  @Test func cancelledTaskDoesNotSleep() throws {
    try simulate { sim in
      let sleeper = sim.spawn {
        await #expect(throws: CancellationError.self) {
          try await sim.clock.sleep(for: .seconds(1))
        }
        await #expect(throws: CancellationError.self) {
          try await sim.clock.sleep(until: sim.clock.now)
        }
        return sim.clock.now
      }
      sleeper.cancel()
      #expect(await sleeper.value == .zero)
    }
  }

  @Test func cancellationAfterTheTimerFiredIsTooLate() throws {
    try simulate { sim in
      let first = sim.spawn { try await sim.clock.sleep(for: .seconds(1)) }
      sim.spawn {
        try await sim.clock.sleep(for: .seconds(1))
        first.cancel()
      }
      let second = sim.spawn {
        try await sim.clock.sleep(for: .seconds(1))
      }
      try await sim.clock.sleep(for: .seconds(1))
      second.cancel()
      try await first.value
      try await second.value
    }
  }

  @Test(arguments: [Duration.zero, .nanoseconds(-1), .seconds(-5)])
  func deadlineNotInTheFutureReturnsAtOnce(duration: Duration) throws {
    let log = Log()
    try simulate { sim in
      sim.spawn { log.add("other") }
      try await sim.clock.sleep(for: duration)
      try await sim.clock.sleep(until: sim.clock.now.advanced(by: duration), tolerance: nil)
      log.add("body")
    }
    #expect(log.entries == ["body", "other"])
  }

  @Test func worksBehindAGenericClock() throws {
    func wait<C: Clock>(on clock: C) async throws -> C.Duration where C.Duration == Duration {
      let start = clock.now
      try await clock.sleep(for: .milliseconds(50))
      return start.duration(to: clock.now)
    }
    #expect(try simulate { try await wait(on: $0.clock) } == .milliseconds(50))
  }

  @Test func roundsFractionsOfANanosecondUp() {
    let start = VirtualClock.Instant(nanoseconds: 10)
    let half = Duration(secondsComponent: 0, attosecondsComponent: 500_000_000)
    #expect(start.advanced(by: half).nanoseconds == 11)
    #expect(start.advanced(by: .zero - half).nanoseconds == 10)
    #expect(start.advanced(by: .seconds(20) + half).nanoseconds == 20_000_000_011)
    #expect(start.advanced(by: .seconds(-20) - half).nanoseconds == -19_999_999_990)
  }

  @Test func instantsSaturate() {
    let far = VirtualClock.Instant.zero.advanced(by: .seconds(Int64.max))
    #expect(far.nanoseconds == .max)
    #expect(far.advanced(by: .seconds(1)).nanoseconds == .max)
    let early = VirtualClock.Instant.zero.advanced(by: .seconds(Int64.min))
    #expect(early.advanced(by: .nanoseconds(-1)).nanoseconds == .min)
    #expect(early.duration(to: far) == .nanoseconds(Int64.max) - .nanoseconds(Int64.min))
  }

  @Test(arguments: [
    (0, "0 s"), (1, "0.000000001 s"), (1_050_000_000, "1.05 s"), (-2_500_000_000, "-2.5 s"),
    (60_000_000_000, "60 s"),
  ])
  func instantsReadAsSeconds(nanoseconds: Int64, text: String) {
    #expect(VirtualClock.Instant(nanoseconds: nanoseconds).description == text)
  }
}
