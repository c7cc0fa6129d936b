import DeterministicSimulation
import Testing

@Suite struct ReplayTests {
  static func failing(_ sim: Simulation) async throws {
    let program = FaultyProgram.lateCancellation
    try await program.body(sim, true)
  }

  static func failure(
    _ strategy: ExplorationStrategy,
    _ body: @escaping @Sendable (Simulation) async throws -> Void = failing
  ) throws -> any Error {
    try #require(throws: (any Error).self, performing: { try explore(strategy, body) })
  }

  @Test func aTokenRepeatsTheRun() throws {
    let found = try #require(
      try Self.failure(.random(seeds: 0..<100)) as? ExplorationFailure)
    let text = String(describing: found.token)
    let token = try ReplayToken(parsing: text)
    let again = try #require(try Self.failure(.replay(token)) as? ExplorationFailure)
    #expect(again.trace == found.trace)
    #expect(again.token == found.token)
    #expect("\(again.underlyingError)" == "\(found.underlyingError)")
    let run = record(scheduler: ReplayScheduler(token), Self.failing)
    #expect(run.token == found.token)
    #expect(run.trace == found.trace)
    #expect(throws: FaultyProgram.Broken.self) {
      try simulate(scheduler: ReplayScheduler(token), Self.failing)
    }
  }

  @Test func aTokenIsShortAndSafeInAShell() throws {
    let found = try #require(
      try Self.failure(.random(seeds: 0..<100)) as? ExplorationFailure)
    let text = String(describing: found.token)
    #expect(text.count < 30)
    #expect(
      text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    #if DEBUG
      #expect(text.hasPrefix("sim1d_"))
      #expect(found.token.configuration == .debug)
    #else
      #expect(text.hasPrefix("sim1r_"))
      #expect(found.token.configuration == .release)
    #endif
  }

  @Test func everyRecordMakesATokenThatCanBeRead() throws {
    for seed in 0..<50 {
      let run = record(scheduler: RandomScheduler(seed: UInt64(seed))) { sim in
        for _ in 0..<seed { _ = sim.next(below: 2 + seed * seed * seed * 1000) }
        for _ in 0..<4 { sim.spawn { await sim.step() } }
      }
      let token = try ReplayToken(parsing: run.token.description)
      #expect(token == run.token)
      #expect(ReplayToken(run.token.description) == run.token)
    }
  }

  @Test(arguments: [
    ("", "begins with"), ("garbage", "begins with"), ("sim", "begins with"),
    ("sim2d_AAAAAAAA", "another version"), ("sim1x_AAAAAAAA", "build configuration"),
    ("sim1d", "build configuration"),
    ("sim1", "begins with"), ("sim1d_", "damaged"), ("sim1d_AAAAAAAA", "damaged"),
    ("sim1d_!!!!!!!!", "damaged"), ("sim1d_пароль", "damaged"),
  ])
  func garbageIsRefused(text: String, reason: String) throws {
    let error = try #require(
      throws: ReplayToken.ParsingError.self, performing: { try ReplayToken(parsing: text) })
    #expect(error.description.contains(reason))
    #expect(ReplayToken(text) == nil)
  }

  @Test func everyMistypedLetterIsNoticed() throws {
    let token = try #require(
      try Self.failure(.random(seeds: 0..<100)) as? ExplorationFailure
    ).token.description
    for index in token.indices.dropFirst(6) {
      for letter in "Aa0-z" where letter != token[index] {
        var text = token
        text.replaceSubrange(index...index, with: String(letter))
        // The bits that fill up the last letter mean nothing.
        if let read = ReplayToken(text) { #expect(read.description == token) }
      }
    }
  }

  @Test func aTokenThatNoLongerFitsSaysWhere() throws {
    let found = try #require(
      try Self.failure(.random(seeds: 0..<100)) as? ExplorationFailure)
    let error = try #require(
      try Self.failure(.replay(found.token)) { sim in
        for task in 1...3 { sim.spawn("newcomer \(task)") { await sim.step() } }
        try await Self.failing(sim)
      } as? SimulationError)
    #expect(error.code == .divergence)
    #expect(error.steps > 0)
    #expect(error.description.contains("the replay token does not fit this body"))
    #expect(error.description.contains("at choice"))
  }

  @Test func aDivergenceCanBeContinuedPast() throws {
    let found = try #require(
      try Self.failure(.random(seeds: 0..<100)) as? ExplorationFailure)
    let log = Log()
    _ = try? explore(.replay(found.token, continuingPastDivergence: true)) { sim in
      sim.spawn("newcomer") { log.add("newcomer") }
      try await Self.failing(sim)
      log.add("end")
    }
    #expect(log.entries.contains("newcomer"))
  }

  @Test func anotherRunUnderATokenIsNoticedAtTheEnd() throws {
    let run = record { sim in await sim.step() }
    let error = try #require(
      try Self.failure(.replay(run.token)) { sim in
        try await sim.clock.sleep(for: .seconds(1))
      } as? SimulationError)
    #expect(error.code == .divergence)
    #expect(error.description.contains("leads to another run"))
    #expect(throws: Never.self) { try explore(.replay(run.token)) { sim in await sim.step() } }
  }

  @Test func aSchedulerOutOfBoundsEndsTheRun() throws {
    struct Wrong: Scheduler {
      let value: Int
      mutating func pick(from runnable: RunnableTasks) -> Int { runnable.count + value }
      mutating func next(below bound: Int) -> Int { value < 0 ? value : bound }
    }
    for value in [-100, 0] {
      let drawn = record(scheduler: Wrong(value: value)) { sim in sim.next(below: 5) }
      #expect((drawn.failure as? SimulationError)?.code == .divergence)
      let picked = record(scheduler: Wrong(value: value)) { sim in
        for _ in 1...3 { sim.spawn {} }
      }
      #expect((picked.failure as? SimulationError)?.code == .divergence)
    }
  }
}

extension RecordedRun {
  var failure: (any Error)? {
    if case .failure(let error) = result { error } else { nil }
  }
}
