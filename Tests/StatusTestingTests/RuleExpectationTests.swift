import StateLocking
import StatusConformance
import StatusStreaming
import StatusTesting
import Testing

@Suite("Rules in tests")
struct RuleExpectationTests {
  private typealias Program = @Sendable (DeliveryRun) async throws -> Void

  /// Delivers everything.
  private static let whole: Program = { run in
    for try await event in run.statusBuffer.events(of: run.trace, after: run.resumeAfter) {
      try await run.sink.send(event)
    }
  }

  /// Leaves out what comes in a batch after its first.
  private static let lossy: Program = { run in
    var last = run.resumeAfter
    while true {
      let batch = try await run.buffer.events(of: run.trace, after: last, limit: .max)
      if let first = batch.first { try await run.sink.send(first) }
      if batch.last?.payload.isTerminal == true { return }
      last = batch.last?.cursor ?? last
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  private static func rule(_ id: Int) throws -> ConformanceRule {
    try #require(ConformanceRule(id: id))
  }

  /// One place in the source for all programs.
  private static func expect(_ rule: ConformanceRule, of program: @escaping Program) async throws {
    try await DeliveryVerification(program).expect(rule)
  }

  @Test("a violation is an issue that says what is wrong and how to see it again")
  func violation() async throws {
    let rule = try Self.rule(102)
    try await withKnownIssue {
      try await Self.expect(rule, of: Self.lossy)
    } matching: { issue in
      let text = issue.description
      return text.contains("rule 102: nothing is lost") && text.contains("expected: run-1 ")
        && text.contains("STATUS_SIMULATION_TOKEN=sim1")
        && text.contains(" swift test --filter 'StatusTestingTests\\.")
    }
  }

  @Test("programs that come from one place of the source are not taken for each other")
  func onePlace() async throws {
    let rule = try Self.rule(102)
    for _ in 1...2 {
      try await Self.expect(rule, of: Self.whole)
      await withKnownIssue { try await Self.expect(rule, of: Self.lossy) }
    }
  }

  @Test("the runs are made once for all rules")
  func once() async throws {
    let connections = Lock(0)
    var counts: [Int] = []
    for id in [101, 102, 103, 104, 105] {
      try await DeliveryVerification { run in
        connections.withLock { $0 += 1 }
        try await Self.whole(run)
      }.expect(Self.rule(id))
      counts.append(connections.withLock { $0 })
    }
    // Each rule after the first makes some runs again, to see that they are the same.
    let first = try #require(counts.first)
    #expect(counts.last ?? .max < first + first / 4, "\(counts)")
  }
}
