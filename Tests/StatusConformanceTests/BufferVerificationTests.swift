import StatusConformance
import StatusStreaming
import Testing

@Suite("Verification of buffers")
struct BufferVerificationTests {
  private static let real = Execution.real(
    timeout: .seconds(60_000), runs: 14, clock: PacedClock(haste: 1000))

  private func reason(_ verification: some Verification, _ id: Int) async throws -> String? {
    let rule = try #require(ConformanceRule(id: id))
    if case .skip(let reason) = await verification.verifier.verdict(on: rule) { return reason }
    return nil
  }

  @Test("a rule that needs a capability is skipped without it", arguments: [402, 501, 502])
  func notResumable(rule: Int) async throws {
    let verification = BufferVerification(
      capabilities: [], execution: .simulated(runs: 1), capacity: 4
    ) { ForgetfulReader() }
    #expect(try await reason(verification, rule) == "needs .resumable")
  }

  @Test("a rule about what overflows is skipped where nothing can", arguments: [502, 602])
  func unbounded(rule: Int) async throws {
    let verification = BufferVerification(execution: .simulated(runs: 1)) { ForgetfulReader() }
    let expected = "no capacity is declared, so nothing overflows"
    #expect(try await reason(verification, rule) == expected)
    #expect(try await reason(verification, 601) == "needs .bounded")
  }

  @Test(
    "a rule about what is refused is skipped where nothing is declared that could be",
    arguments: [
      609: "no capacity is declared, so nothing overflows",
      610: "no capacity is declared, so nothing overflows",
      611: "no limit on traces or bytes is declared", 612: "no counters are declared",
    ])
  func unlimited(rule: Int, expected: String) async throws {
    let verification = BufferVerification(execution: .simulated(runs: 1)) { ForgetfulReader() }
    #expect(try await reason(verification, rule) == expected)
  }

  @Test(
    "limits that no run can reach are not judged, whatever their size",
    arguments: [
      StatusBuffer.Limits(traces: .max, bytes: .max), .init(traces: 0, bytes: 0),
      .init(traces: .min, bytes: .min), .init(traces: 101, bytes: 2_047),
    ])
  func unreachable(limits: StatusBuffer.Limits) async throws {
    let verification = BufferVerification(execution: .simulated(runs: 1), limits: limits) {
      StatusBuffer(clock: $0)
    }
    #expect(try await reason(verification, 611) == "no limit on traces or bytes is declared")
    #expect(await verification.verifyAll(RunSelection()).violations.isEmpty)
  }

  @Test("waits are judged where a buffer wakes, and times where it takes the clock of the run")
  func wakingAndTimes() async throws {
    let plain = BufferVerification(execution: .simulated(runs: 1)) { ForgetfulReader() }
    let nobody = "the buffer is not StatusWaking, so nobody waits"
    let ownClock = "the buffer is not made with the clock of the run"
    #expect(try await reason(plain, 110) == nobody)
    #expect(try await reason(plain, 111) == ownClock)
    let timed = BufferVerification { StatusBuffer(clock: $0) }
    #expect(try await reason(timed, 110) == nil)
    #expect(try await reason(timed, 111) == nil)
    let coverage = try #require(await timed.verifyAll(RunSelection()).coverage)
    #expect(coverage.situations["viewers that wait to be woken"] ?? 0 > 10)
  }

  @Test(
    "a viewer that is never woken is found in real time, and the run ends all the same",
    arguments: [false: "still waited, when it was cancelled", true: "has not returned"])
  func realSleeper(isDeaf: Bool, seen: String) async throws {
    let verification = BufferVerification(
      execution: .real(timeout: .seconds(4_000), runs: 20, clock: PacedClock(haste: 1000))
    ) { WakelessBuffer(isDeaf: isDeaf) }
    let rule = try #require(ConformanceRule(id: 110))
    guard case .violation(let violation) = await verification.verifier.verdict(on: rule) else {
      Issue.record("nothing is found")
      return
    }
    #expect(violation.seen.contains(seen), "\(violation)")
  }

  @Test("a run that is given up blames nobody for what comes of that")
  func longRetention() async {
    let report = await BufferVerification(retention: .seconds(86_400)) {
      StatusBuffer(
        configuration: .init(retention: .seconds(86_400), abandonAfter: nil), clock: $0)
    }.verifyAll(RunSelection())
    #expect(report.violations.isEmpty, "\(report.violations)")
    #expect(report.coverage?.cutRuns ?? 0 > 0)
  }

  @Test("a rule about another stage is skipped")
  func otherStage() async throws {
    let verification = BufferVerification(execution: .simulated(runs: 1)) { ForgetfulReader() }
    #expect(try await reason(verification, 301) == "is not about a buffer")
  }

  @Test("a correct buffer breaks no rule in real time, and the report says that it was real")
  func realTime() async throws {
    let report = await BufferVerification(execution: Self.real, capacity: 8) {
      StatusBuffer(configuration: .init(capacity: 8), clock: $0)
    }.verifyAll(RunSelection())
    #expect(report.violations.isEmpty, "\(report.violations)")
    #expect(!report.isExplored)
    let first = try #require(report.entries.first)
    #expect(first.verdict == .skip(reason: "needs .simulated"))
  }

  @Test("a faulty buffer is found in real time, without a token")
  func realViolation() async throws {
    let verification = BufferVerification(execution: Self.real) { ForgetfulReader() }
    let violation = try #require(await verification.verifyAll(RunSelection()).violations.first)
    #expect(violation.rule.id == 102)
    #expect(violation.token == nil)
  }

  @Test("a token makes the run again in which a rule was broken")
  func replay() async throws {
    let verification = BufferVerification { ForgetfulReader() }
    let violation = try #require(await verification.verifyAll(RunSelection()).violations.first)
    let replay = try verification.replay(try #require(violation.token))
    #expect(replay.violation?.rule == violation.rule)
    #expect(replay.violation?.seen == violation.seen)
    #expect(replay.timeline == violation.timeline)
  }

  @Test("a call that never returns is told from one that lost something")
  func stuck() async throws {
    let verification = BufferVerification { StuckBuffer() }
    let violation = try #require(await verification.verifyAll(RunSelection()).violations.first)
    #expect(violation.rule.id == 102)
    #expect(violation.seen.contains("the run did not end"), "\(violation)")
  }

  @Test("viewers give up on a writer that hangs, so that the hang is what is told")
  func stuckWriter() async throws {
    let verification = BufferVerification { UnwritableBuffer() }
    let token = try #require(await verification.token(ofRun: 4))
    let replay = try verification.replay(token)
    #expect(replay.plan == "several writers to one trace and viewers meanwhile")
    let violation = try #require(replay.violation)
    #expect(violation.seen.contains("deadlock"), "\(violation.seen)")
    #expect(replay.timeline.count < 2_000)
  }

  @Test("a call that throws where it must not is named")
  func refusal() async throws {
    let verification = BufferVerification { RefusingBuffer() }
    let violation = try #require(await verification.verifyAll(RunSelection()).violations.first)
    #expect(violation.rule.id == 102)
    #expect(violation.seen.contains("call 3, writer 2 appends"), "\(violation)")
    #expect(violation.seen.contains("threw full"), "\(violation)")
  }

  @Test("wrong numbers are charged with their own rule alone, and not with what comes of them")
  func wrongNumbers() async {
    let violations = await BufferVerification { DoubledNumbers() }.verifyAll(RunSelection())
      .violations
    #expect(violations.map(\.rule.id) == [105])
  }

  @Test("a capacity of one is enough to be verified")
  func smallest() async {
    let report = await BufferVerification(capacity: 1) {
      StatusBuffer(configuration: .init(capacity: 1), clock: $0)
    }.verifyAll(RunSelection())
    #expect(report.violations.isEmpty, "\(report.violations)")
  }
}

/// Reads nothing but the newest event.
private struct ForgetfulReader: ForwardingBuffer {
  let buffer = StatusBuffer()

  func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    try buffer.events(of: trace, after: cursor, limit: limit).suffix(1)
  }
}

/// Counts by twos.
private struct DoubledNumbers: ForwardingBuffer {
  let buffer = StatusBuffer()

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    SequenceNumber(rawValue: 2 * (try buffer.append(update, to: trace)).rawValue)
  }

  func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = Cursor(SequenceNumber(rawValue: cursor.number.rawValue / 2), in: cursor.epoch)
    return try buffer.events(of: trace, after: cursor, limit: limit).map { event in
      var event = event
      event.sequence = SequenceNumber(rawValue: 2 * event.sequence.rawValue)
      return event
    }
  }
}

/// Waits for ever to be read from.
private struct StuckBuffer: ForwardingBuffer {
  let buffer = StatusBuffer()

  func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    for await _ in AsyncStream<Never>.makeStream().stream {}
    return []
  }
}

/// A buffer that never comes back from a write.
private struct UnwritableBuffer: ForwardingBuffer {
  let buffer = StatusBuffer()

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    for await _ in AsyncStream<Never>.makeStream().stream {}
    return .zero
  }
}

/// Wakes nobody who waits, but for who is cancelled, unless it is deaf to that.
private struct WakelessBuffer: ForwardingBuffer, StatusWaking {
  let isDeaf: Bool
  let buffer = StatusBuffer()

  func awaitEvents(of trace: TraceID, after cursor: Cursor) async throws {
    let sleep = Task { for await _ in AsyncStream<Never>.makeStream().stream {} }
    await withTaskCancellationHandler {
      await sleep.value
    } onCancel: {
      if !isDeaf { sleep.cancel() }
    }
  }
}

/// Accepts one update for each trace.
private struct RefusingBuffer: ForwardingBuffer {
  let buffer = StatusBuffer(configuration: .init(capacity: 1, overflow: .refuse))
}

/// A buffer around the package's own.
private protocol ForwardingBuffer: StatusBuffering {
  var buffer: StatusBuffer { get }
}

extension ForwardingBuffer {
  var epoch: Epoch? { buffer.epoch }

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
