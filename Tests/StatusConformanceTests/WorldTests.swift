import StatusConformance
import StatusStreaming
import Testing

@Suite("Worlds")
struct WorldTests {
  /// All that can happen to a buffer with a capacity, as reports call it.
  private static let situations = [
    "runs that fail", "runs that are cancelled", "runs that do not end", "several traces at once",
    "several writers to a trace", "two ends at about the same time", "writing after the end",
    "opening a trace that is there", "a second run under an id", "removal in the middle of a run",
    "up to six viewers", "viewers that go on after any number", "reads after every number",
    "cursors beyond the newest event", "cursors of another history",
    "reads of traces that were never opened", "reads that are cancelled", "a long silence",
    "more updates than are kept",
  ]

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
    for situation in Self.situations {
      #expect(coverage.situations[situation] ?? 0 > 0, "\(situation)")
    }
    #expect(coverage.situations["capacity met"] ?? 0 > 0)
  }

  @Test(
    "lengths at which something may change are met exactly", arguments: [0, 1, 16, 64, 100, 128])
  func boundaries(length: Int) async throws {
    let coverage = try await Self.coverage()
    #expect(coverage.situations["\(length) updates"] ?? 0 > 0)
  }

  @Test("a violation in a world says what the world was like, and what it was like before")
  func report() async throws {
    let verification = BufferVerification { ForgettingBuffer() }
    let violation = try #require(await verification.verifyAll().violations.first)
    #expect(violation.situation.contains("updates"))
    #expect("\(violation)".contains("with \(violation.situation)"))
    let token = try #require(violation.token)
    let replay = try verification.replay(token)
    #expect(replay.violation?.rule == violation.rule)
    #expect(replay.plan == violation.situation)
  }
}

/// Refuses what comes after sixty updates.
private struct ForgettingBuffer: StatusBuffering {
  private let buffer = StatusBuffer(configuration: .init(capacity: 60, overflow: .refuse))

  func open(_ trace: TraceID) async throws { try buffer.open(trace) }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try buffer.append(update, to: trace)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try buffer.finish(trace, with: outcome)
  }

  func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    try buffer.events(of: trace, after: cursor, limit: limit)
  }

  func remove(_ trace: TraceID) async { buffer.remove(trace) }
}
