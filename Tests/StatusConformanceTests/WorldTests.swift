import GoldenTranscripts
import ReferenceScenarios
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
    let rule = try #require(ConformanceRule.all.first { $0.id == 102 })
    guard case .pass(let coverage) = await verification.verify(rule) else {
      throw Missing(what: "a verdict")
    }
    return coverage
  }

  private struct Missing: Error {
    let what: String
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
    let situations = [
      "runs that fail", "runs that are cancelled", "up to six connections",
      "a connection that is closed before its run has ended", "a first number above 1",
      "events of a buffer with an epoch", "a viewer that was too slow", "heartbeats after the end",
      "heartbeats before and between events", "a second call of close()",
      "a long answer, message or reason at the end", "an update of exactly the size limit",
      "an update above the size limit", "events that are there together", "a long silence",
      "events of sizes at which a length field changes", "writes that take seconds",
      "a viewer that accepts nothing for a while", "a write that throws",
      "a connection whose task is cancelled", "bytes that arrive in other pieces",
      "size limit met",
    ]
    for situation in situations {
      #expect(coverage.situations[situation] ?? 0 > 0, "\(situation)")
    }
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
    let situations = [
      "an unusual question", "work that fails", "work that fails twice and then goes well",
      "work that fails with an error that is not for viewers",
      "work that is cancelled, but not the agent", "work that fails again and again",
      "an agent that is cancelled", "an agent that is cancelled before it has done much",
      "work that takes seconds to hours", "work that takes no time, or always as much",
    ]
    for situation in situations {
      #expect(coverage.situations[situation] ?? 0 > 0, "\(situation)")
    }
    #expect(coverage.cutRuns == 0)
  }

  private static func coverage(of verification: some Verification) async throws -> Coverage {
    let rule = try #require(ConformanceRule.all.first { $0.id == 201 })
    guard case .pass(let coverage) = await verification.verify(rule) else {
      throw Missing(what: "a verdict")
    }
    return coverage
  }

  @Test("a violation in a world says what the world was like, and what it was like before")
  func report() async throws {
    // What it does not say of its capacity it is not allowed.
    let verification = BufferVerification { clock in
      StatusBuffer(configuration: .init(capacity: 60, overflow: .refuse), clock: clock)
    }
    let violation = try #require(await verification.verifyAll().violations.first)
    #expect(violation.situation.contains("updates"))
    #expect("\(violation)".contains("with \(violation.situation)"))
    let token = try #require(violation.token)
    let replay = try verification.replay(token)
    #expect(replay.violation?.rule == violation.rule)
    #expect(replay.plan == violation.situation)
  }
}
