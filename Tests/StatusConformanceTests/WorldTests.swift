import GoldenTranscripts
import ReferenceScenarios
import SampleImplementations
import StateLocking
import StatusConformance
import StatusStreaming
import Testing

@Suite("Worlds")
struct WorldTests {
  private static func coverage(runs: Int = 0, capacity: Int? = nil) async throws -> Coverage {
    let verification = BufferVerification(
      execution: .simulated(runs: runs), capacity: capacity
    ) { clock in
      StatusBuffer(configuration: .init(capacity: capacity ?? 100_000), clock: clock)
    }
    return try await Self.coverage(of: verification)
  }

  private static func coverage(of verification: some Verification) async throws -> Coverage {
    let report = await verification.verifyAll(RunSelection())
    #expect(report.violations == [])
    return try #require(report.coverage)
  }

  @Test("of the usual runs about half are worlds, in which everything happens that can")
  func usualRuns() async throws {
    let coverage = try await Self.coverage(capacity: 8)
    #expect(coverage.worlds > coverage.runs / 3)
    #expect(coverage.cutRuns == 0)
    #expect(coverage.situations.count > 20)
    #expect(coverage.missing == [])
  }

  @Test("what has not happened is told from what can't")
  func missing() async throws {
    let coverage = try await Self.coverage(runs: 30, capacity: 8)
    #expect(coverage.worlds > 0)
    #expect(!coverage.missing.isEmpty)
    #expect(!coverage.missingPairs.isEmpty)
    #expect(Set(coverage.missingPairs).isDisjoint(with: coverage.pairs.keys))
    let impossible = coverage.impossiblePairs
    #expect(impossible.values.contains("a run without an end has no two"))
    #expect(Set(impossible.keys).isDisjoint(with: coverage.missingPairs))
    #expect(Set(impossible.keys).isDisjoint(with: coverage.pairs.keys))
  }

  @Test("lengths at which something may change are met exactly")
  func boundaries() async throws {
    let coverage = try await Self.coverage()
    #expect(coverage.missing == [])
    for length in ["0 updates", "1 update", "16 updates", "64 updates", "128 updates"] {
      #expect(coverage.situations[length] ?? 0 > 0, "\(length)")
    }
  }

  @Test("everything that can happen to a sink does so within the usual runs")
  func sinks() async throws {
    let verification = SinkVerification(
      capabilities: [.bounded, .heartbeats, .sizeLimit], sizeLimit: 65_536,
      decoder: { WebSocketStatusDecoder(profile: .resumable) }
    ) {
      EncodingSink(
        encoder: WebSocketStatusEncoder(profile: .resumable, maximumMessageSize: 65_536),
        writer: $0)
    }
    let coverage = try await Self.coverage(of: verification)
    #expect(coverage.missing == [])
    #expect(coverage.cutRuns == 0)
  }

  @Test("everything that can happen to an agent does so within the usual runs")
  func agents() async throws {
    let verification = AgentVerification { run in
      try await run.buffer.withTrace(run.trace) { publisher in
        try publisher.publish(.step(1, .running))
        do {
          try await run.work("reading", step: 1)
        } catch {
          try publisher.publish(.step(1, .error))
          throw error
        }
        try publisher.publish(.step(1, .ok))
        return FinalAnswer(text: run.query)
      }
    }
    let coverage = try await Self.coverage(of: verification)
    #expect(coverage.missing == [])
    #expect(coverage.cutRuns == 0)
  }

  @Test("what befalls an agent's work is counted where there is some alone")
  func idleAgents() async throws {
    let coverage = try await Self.coverage(
      of: AgentVerification { run in
        try await run.buffer.withTrace(run.trace) { _ in FinalAnswer(text: run.query) }
      })
    #expect(coverage.situations["an unusual question"] ?? 0 > 0)
    #expect(coverage.situations["work that fails"] == nil)
    #expect(coverage.missing.contains("work that takes seconds to hours"))
  }

  @Test("work takes long in a run in which other work has failed at once")
  func failuresBeforeLongWork() async throws {
    let longest = Lock(Duration.zero)
    let verification = AgentVerification { run in
      try await run.buffer.withTrace(run.trace) { _ in
        var hasFailedAtOnce = false
        for _ in 1...3 {
          let start = run.clock.now
          do {
            try await run.work("asking a tool")
          } catch {
            if Task.isCancelled { throw error }
            hasFailedAtOnce = hasFailedAtOnce || start.duration(to: run.clock.now) < .seconds(1)
            continue
          }
          let time = start.duration(to: run.clock.now)
          if hasFailedAtOnce { longest.withLock { $0 = max($0, time) } }
        }
        return FinalAnswer(text: run.query)
      }
    }
    _ = try await Self.coverage(of: verification)
    #expect(longest.withLock { $0 } >= .seconds(60))
  }

  @Test(
    "a long world is made shorter, also where much happens in it",
    arguments: ["numbers of one byte", "segments between the first and the last"])
  func length(name: String) async throws {
    let sample = try #require(Sample.faulty.first { $0.name == name })
    let violation = try #require(await sample.reportOnFault().violations.first)
    func length(of situation: String) throws -> Int {
      try #require(situation.firstMatch(of: #/^(\d+) updates/#).flatMap { Int($0.1) })
    }
    #expect(try length(of: #require(violation.originalSituation)) >= 999)
    #expect(try length(of: violation.situation) <= 512, "\(violation.situation)")
  }

  @Test("a violation in a world says what the world was like, and what it was like before")
  func report() async throws {
    // What it does not say of its capacity it is not allowed.
    let verification = BufferVerification { clock in
      StatusBuffer(configuration: .init(capacity: 60, overflow: .refuse), clock: clock)
    }
    let violation = try #require(await verification.verifyAll(RunSelection()).violations.first)
    #expect(violation.situation.contains("updates"))
    #expect("\(violation)".contains("with \(violation.situation)"))
    let token = try #require(violation.token)
    let replay = try verification.replay(token)
    #expect(replay.violation?.rule == violation.rule)
    #expect(replay.plan == violation.situation)
  }
}
