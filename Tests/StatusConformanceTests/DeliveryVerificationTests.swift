import StatusConformance
import StatusStreaming
import Testing

@Suite("Verification of deliveries")
struct DeliveryVerificationTests {
  /// A loop that is cancelled when the agent returns.
  private static func losingTheTail(
    _ execution: Execution = .simulated, interval: Duration = .milliseconds(50)
  ) -> DeliveryVerification {
    DeliveryVerification(execution: execution) { run in
      let streaming = run.spawn {
        var last = run.resumeAfter
        while true {
          for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
            try await run.sink.send(event)
            last = event.cursor
          }
          try await run.clock.sleep(for: interval)
        }
      }
      _ = try await run.agent()
      streaming.cancel()
    }
  }

  private static func whole(_ execution: Execution) -> DeliveryVerification {
    DeliveryVerification(execution: execution) { try await send($0) }
  }

  private static func send(_ run: DeliveryRun) async throws {
    for try await event in run.statusBuffer.events(of: run.trace, after: run.resumeAfter) {
      try Task.checkCancellation()
      try await run.sink.send(event)
    }
  }

  @Test("a lost tail breaks rule 102 alone, and the message tells what became of it")
  func lostTail() async throws {
    let violations = await Self.losingTheTail().verifyAll(RunSelection()).violations
    #expect(violations.map(\.rule.id) == [102])
    let violation = try #require(violations.first)
    #expect(violation.seen.hasPrefix("the end; the connection's closure returned at "))
    #expect(
      violation.timeline.contains { $0.hasSuffix("the closure cancels a task of the connection") })
    #expect(violation.expectedTranscript.count > violation.seenTranscript.count)
  }

  @Test("a token repeats what it was made from")
  func replay() async throws {
    let verification = Self.losingTheTail()
    let violation = try #require(await verification.verifyAll(RunSelection()).violations.first)
    let replay = try verification.replay(try #require(violation.token))
    #expect(replay.plan == "one viewer, there from the start")
    #expect(replay.violation?.rule.id == 102)
    #expect(replay.timeline == violation.timeline)
    #expect(replay.seenTranscript == violation.seenTranscript)
  }

  @Test("what is not declared is not judged", arguments: [402, 501, 502, 711])
  func undeclared(id: Int) async throws {
    let rule = try #require(ConformanceRule(id: id))
    let needed = id == 711 ? ".heartbeats" : ".resumable"
    #expect(
      await Self.whole(.simulated).verifier.verdict(on: rule) == .skip(reason: "needs \(needed)"))
  }

  @Test("a batch without events may be sent, and is accepted as that")
  func emptyBatch() async {
    let verification = DeliveryVerification { run in
      let count = try await run.sink.send(contentsOf: EventBatch([], of: run.trace))
      guard count == 0 else { throw StatusFailure("\(count) of no events") }
      try await Self.send(run)
    }
    for violation in await verification.verifyAll(RunSelection()).violations {
      Issue.record("\(violation)")
    }
  }

  @Test(
    "what a refusal has to lead to is judged where that is declared", arguments: [606, 607, 608])
  func refusals(id: Int) async throws {
    let rule = try #require(ConformanceRule(id: id))
    #expect(
      await Self.whole(.simulated).verifier.verdict(on: rule) == .skip(reason: "needs .sizeLimit"))
  }

  @Test("a resume after a refusal is judged where both are declared")
  func resumedRefusals() async throws {
    let rule = try #require(ConformanceRule(id: 507))
    let verification = DeliveryVerification(capabilities: [.sizeLimit]) { _ in }
    #expect(await verification.verifier.verdict(on: rule) == .skip(reason: "needs .resumable"))
  }

  @Test("what is promised of closing and of time-outs is judged where that is declared")
  func closing() async throws {
    let needs = [
      613: "needs .closing", 614: "no sendTimeout is declared", 615: "needs .closing",
    ]
    for (id, reason) in needs.sorted(by: { $0.key < $1.key }) {
      let rule = try #require(ConformanceRule(id: id))
      #expect(await Self.whole(.simulated).verifier.verdict(on: rule) == .skip(reason: reason))
    }
    let rule = try #require(ConformanceRule(id: 614))
    for (timeout, text) in [(Duration.zero, "0.0 seconds"), (.seconds(61), "61.0 seconds")] {
      let verification = DeliveryVerification(sendTimeout: timeout) { _ in }
      let reason = "sendTimeout is \(text): expected more than zero, at most a minute"
      #expect(await verification.verifier.verdict(on: rule) == .skip(reason: reason))
    }
  }

  @Test("in real time too, a stalled send is given up and a cancelled output is ended")
  func closingInRealTime() async {
    let report = await DeliveryVerification(
      capabilities: [.closing], sendTimeout: .seconds(40),
      execution: .real(timeout: .seconds(6_000), runs: 17, clock: PacedClock(haste: 20))
    ) { run in
      let monitor = StatusMonitor(buffer: run.statusBuffer, wakeup: .onAppend, clock: run.clock)
      let (delivery, _) = await monitor.deliver(run.trace, to: run.sink, sendTimeout: .seconds(40))
      try delivery.requireIntactOutput()
    }.verifyAll(RunSelection())
    #expect(report.violations.isEmpty, "\(report.violations)")
  }

  @Test("in real time a lost tail is found too, but can't be replayed")
  func realTime() async throws {
    let execution = Execution.real(timeout: .seconds(6_000), runs: 1, clock: PacedClock(haste: 20))
    // Whether a look falls between the end and the cancellation must not depend on the machine.
    let report = await Self.losingTheTail(execution, interval: .seconds(5_000)).verifyAll(
      RunSelection())
    #expect(!report.isExplored)
    #expect(report.violations.map(\.rule.id) == [102])
    #expect(report.violations.first?.token == nil)
    let verdicts = Dictionary(uniqueKeysWithValues: report.entries.map { ($0.rule.id, $0.verdict) })
    #expect(verdicts[100] == .skip(reason: "needs .simulated"))
  }

  @Test("in real time a whole delivery passes")
  func wholeInRealTime() async {
    let execution = Execution.real(timeout: .seconds(6_000), runs: 4, clock: PacedClock(haste: 20))
    let report = await Self.whole(execution).verifyAll(RunSelection())
    #expect(report.violations.isEmpty, "\(report.violations)")
  }

  @Test(
    "in real time one write may begin after a cancellation, and no more",
    arguments: [1: [], 2: [604]])
  func cancellationInRealTime(writes: Int, broken: [Int]) async {
    // The fourth plan is the cancellation.
    let execution = Execution.real(timeout: .seconds(6_000), runs: 4, clock: PacedClock(haste: 20))
    let report = await DeliveryVerification(execution: execution) { run in
      do {
        try await run.clock.sleep(for: .seconds(10))
      } catch {
        for _ in 0..<writes { try? await run.sink.heartbeat() }
        throw error
      }
      try await Self.send(run)
    }.verifyAll(RunSelection())
    #expect(report.violations.map(\.rule.id) == broken, "\(report.violations)")
  }

  @Test("the run that is named is the first that breaks the rule")
  func firstRun() async throws {
    let verification = DeliveryVerification { run in
      for try await event in run.statusBuffer.events(of: run.trace, after: run.resumeAfter) {
        try? await run.sink.send(event)
      }
    }
    let violation = try #require(await verification.verifyAll(RunSelection()).violations.first)
    try #require(violation.run > 1)
    for number in 1...violation.run {
      let token = try #require(await verification.token(ofRun: number))
      let isBroken = try verification.replay(token).violation?.rule == violation.rule
      #expect(isBroken == (number == violation.run))
    }
  }

  @Test("idling is not judged in real time, which would take minutes")
  func idleInRealTime() async throws {
    let verification = DeliveryVerification(
      capabilities: [.heartbeats], execution: .real(timeout: .seconds(1), runs: 1)
    ) { _ in }
    let rule = try #require(ConformanceRule(id: 711))
    let reason = "needs .simulated, since idling takes minutes"
    #expect(await verification.verifier.verdict(on: rule) == .skip(reason: reason))
  }

  @Test("the agent runs once, whoever asks for its answer, and gives all the same")
  func agent() async {
    let verification = DeliveryVerification(execution: .simulated(runs: 1)) { run in
      let first = try await run.agent()
      let second = try await run.agent()
      guard first == second else { throw StatusFailure("two answers") }
      for event in try await run.buffer.events(of: run.trace, after: .zero, limit: .max) {
        try await run.sink.send(event)
      }
    }
    #expect(await verification.verifyAll(RunSelection()).violations.isEmpty)
  }
}
