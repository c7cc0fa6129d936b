import DeterministicSimulation
import GoldenTranscripts
import StateLocking
import StatusConformance
import StatusStreaming
import Testing

/// Pipelines that are seen from outside.
@Suite("Pipeline verification")
struct PipelineVerificationTests {
  private static func pipeline(
    _ execution: Execution, _ capabilities: Set<ConformanceCapability> = [.resumable],
    epoch: Epoch? = nil, canBeStopped: Bool = true, publishingWithin latency: Duration = .zero
  ) -> PipelineVerification {
    PipelineVerification(
      profile: .eventStream(.resumable), capabilities: capabilities, execution: execution
    ) { run in
      let buffer = StatusBuffer(configuration: .init(epoch: epoch), clock: run.clock)
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: run.clock)
      let publish: @Sendable (PipelineEvent) async throws -> Void = {
        if latency > .zero { try await run.clock.sleep(for: latency) }
        try buffer.take($0)
      }
      let connect: @Sendable (TraceID, String?) async throws -> PipelineConnection = { trace, id in
        switch await monitor.admit("\(trace)", lastEventID: id) {
        case .viewing(let viewing):
          PipelineConnection(viewing.body(encodedBy: EventStreamEncoder(profile: .resumable)))
        case .answer(let answer): answer.status == 204 ? .finished : .refused("\(answer)")
        }
      }
      guard canBeStopped else { return PipelineUnderTest(publish: publish, connect: connect) }
      return PipelineUnderTest(publish: publish, connect: connect) {
        await buffer.drain(within: .seconds(1))
      }
    }
  }

  @Test("every rule is judged or skipped with its reason")
  func reasons() async {
    let report = await Self.pipeline(.simulated(runs: 30)).verifyAll(RunSelection())
    #expect(report.entries.map(\.rule) == ConformanceRule.pipeline)
    for entry in report.entries {
      switch entry.verdict {
      case .pass: #expect(entry.rule.subjects.contains(.pipeline), "\(entry.rule)")
      case .skip(let reason):
        #expect(!reason.contains("is not about"), "\(entry.rule)")
        if entry.rule.subjects.contains(.pipeline) {
          #expect(reason.contains("needs"), "\(entry.rule): \(reason)")
        }
      case .violation(let violation), .waived(let violation, _): Issue.record("\(violation)")
      }
    }
  }

  @Test("what a pipeline without a stop does when it is stopped is not judged")
  func unstoppable() async throws {
    let report = await Self.pipeline(.simulated(runs: 30), canBeStopped: false).verifyAll(
      RunSelection())
    #expect(report.violations.isEmpty, "\(report.violations)")
    let stopped = try #require(report.entries.first { $0.rule.id == 604 })
    #expect(stopped.verdict == .skip(reason: "needs a stop of the pipeline"))
  }

  @Test("a pipeline is verified in real time, and says how much that was")
  func real() async throws {
    let verification = Self.pipeline(
      .real(timeout: .seconds(30), runs: 28, clock: PacedClock()), [.resumable, .heartbeats],
      epoch: "b7")
    let report = await verification.verifyAll(RunSelection())
    #expect(report.violations.isEmpty, "\(report.violations)")
    #expect(report.coverage?.runs == 28)
    let traffic = try #require(report.coverage?.traffic)
    #expect(traffic.connections > 26 && traffic.cuts > 5 && traffic.resumptions > 5)
    let slowest = try #require(traffic.slowest)
    #expect(slowest > .zero && slowest < .seconds(30))
    let line = "pipeline: 28 runs, \(traffic)"
    #expect(ConformanceSummary([report]).table.contains(line))
    #expect(report.coverage?.description == "28 runs in real time, unexplored")
    #expect(
      await verification.verifier.verdict(on: ConformanceRule.pipeline[0])
        == .skip(reason: "needs .simulated"))
  }

  @Test("a run that takes longer than its time-out goes on as long as something happens")
  func slowPublishing() async {
    let shard = Shard(index: 13, of: 28)
    let report = await Self.pipeline(
      .real(timeout: .seconds(12), runs: 28, clock: PacedClock(haste: 20)),
      publishingWithin: .milliseconds(160)
    ).verifyAll(RunSelection(shard))
    #expect(report.coverage?.runs == 1)
    #expect(report.coverage?.cutRuns == 0)
    #expect(report.violations.isEmpty, "\(report.violations)")
  }

  @Test("a rule about what no run had is skipped, and says what that is")
  func occasions() async throws {
    let verification = Self.pipeline(
      .real(timeout: .seconds(30), runs: 26, clock: PacedClock()), [.resumable, .heartbeats],
      epoch: "b7")
    let heartbeats = try #require(ConformanceRule(id: 702))
    #expect(
      await verification.verifier.verdict(on: heartbeats)
        == .skip(reason: "needs a heartbeat that a viewer sees before an event, which no run had"))
    let mute = PipelineVerification(
      profile: .eventStream(.resumable), capabilities: [.resumable],
      execution: .simulated(runs: 26)
    ) { _ in
      PipelineUnderTest { _ in
      } connect: { _, _ in
        .refused("no such stream")
      }
    }
    for number in [202, 503, 505, 506, 602, 704] {
      let verdict = await mute.verifier.verdict(on: try #require(ConformanceRule(id: number)))
      guard case .skip(let reason) = verdict else {
        Issue.record("\(number): \(verdict)")
        continue
      }
      #expect(reason.hasPrefix("needs ") && reason.hasSuffix(", which no run had"), "\(reason)")
    }
  }

  @Test("a viewer comes with ids that the pipeline has shown, or of their form")
  func shownIDs() async {
    let ids = Lock<[TraceID: Set<String>]>([:])
    let verification = PipelineVerification(
      profile: .eventStream(.resumable), capabilities: [.resumable],
      execution: .simulated(runs: 26)
    ) { run in
      let buffer = StatusBuffer(configuration: .init(epoch: "94d7d359"), clock: run.clock)
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: run.clock)
      return PipelineUnderTest { event in
        try buffer.take(event)
      } connect: { trace, id in
        if let id { _ = ids.withLock { $0[trace, default: []].insert(id) } }
        switch await monitor.admit("\(trace)", lastEventID: id) {
        case .viewing(let viewing):
          return PipelineConnection(
            viewing.body(encodedBy: EventStreamEncoder(profile: .resumable)))
        case .answer(let answer): return answer.status == 204 ? .finished : .refused("\(answer)")
        }
      }
    }
    #expect(await verification.verifyAll(RunSelection()).violations.isEmpty)
    let all = ids.withLock { $0 }
    #expect(all["unknown"] == ["94d7d359-3"])
    #expect(all["run-1"]?.contains("49a2a804-3") == true, "\(all)")
    #expect(all.values.joined().allSatisfy { $0.utf8.count > 9 }, "\(all)")
  }

  @Test("a pipeline that can't be made is told of")
  func start() async throws {
    struct NoPort: Error {}
    let verification = PipelineVerification(profile: .terminal) { _ in throw NoPort() }
    let violation = try #require(await verification.verifyAll(RunSelection()).violations.first)
    #expect(violation.rule.id == 102)
    #expect(violation.seen.contains("NoPort"))
  }

  @Test("a pipeline that takes nothing, and one that answers nobody, are told of")
  func refusals() async throws {
    struct Full: Error {}
    let deaf = PipelineVerification(profile: .terminal, execution: .simulated(runs: 25)) { _ in
      PipelineUnderTest { _ in
        throw Full()
      } connect: { _, _ in
        .refused("404")
      }
    }
    let first = try #require(await deaf.verifyAll(RunSelection()).violations.first)
    #expect(first.seen == "the beginning of run-1 threw Full()")
    let mute = PipelineVerification(profile: .terminal, execution: .simulated(runs: 25)) { _ in
      PipelineUnderTest { _ in
      } connect: { _, _ in
        .refused("no such stream")
      }
    }
    let second = try #require(await mute.verifyAll(RunSelection()).violations.first)
    #expect(second.seen == "it is answered \"no such stream\"")
  }

  @Test(
    "each run about line breaks, or other separators, says all of them",
    arguments: [
      (7, "a\nb\rc\r\nd\n\re\u{B}f\u{C}g\\n\\r\\t\n\nevent: complete\ndata: {}\n\n (2)"),
      (14, "a\u{85}b\u{2028}c\u{2029}d (2)"),
    ])
  func everySeparator(plan: Int, text: String) async {
    let plans = 25
    let said = Lock<Set<Int>>([])
    let rounds = 1...30
    await withTaskGroup(of: ConformanceReport.self) { group in
      for round in rounds {
        // Behind the first round, every second run is a world.
        let run = plans + 2 * (plan + (round - 1) * plans)
        let verification = PipelineVerification(
          profile: .eventStream(.reference), execution: .real(timeout: .seconds(30), runs: 10_000)
        ) { _ in
          PipelineUnderTest { event in
            guard case .update(let update, _) = event, update.message == text else { return }
            _ = said.withLock { $0.insert(round) }
          } connect: { _, _ in
            .finished
          }
        }
        group.addTask { await verification.verifyAll(RunSelection(Shard(index: run, of: 10_000))) }
      }
      for await report in group { #expect(report.coverage?.runs == 1) }
    }
    #expect(said.withLock { $0 } == Set(rounds))
  }

  @Test("a decoder of one's own reads a format of one's own")
  func ownFormat() async {
    struct LineDecoder: StatusDecoder {
      var observes: Projection { [.emptyMessages] }
      var rest: [UInt8] = []

      mutating func decode(_ bytes: [UInt8]) -> [Observation] {
        rest += bytes
        let lines = rest.split(separator: 0, omittingEmptySubsequences: false)
        rest = Array(lines.last ?? [])
        return lines.dropLast().map { line in
          let update = try? JSONUpdate(Array(line))
          return .event(ObservedEvent(content: .update(update?.update ?? .init(status: .error))))
        }
      }
    }
    let verification = PipelineVerification(
      profile: PipelineProfile { LineDecoder() }, execution: .simulated(runs: 60)
    ) { run in
      let buffer = StatusBuffer(clock: run.clock)
      return PipelineUnderTest { event in
        try buffer.take(event)
      } connect: { trace, _ in
        PipelineConnection(
          buffer.events(of: trace).compactMap { event -> [UInt8]? in
            guard case .update(let update) = event.payload else { return nil }
            var bytes: [UInt8] = []
            update.appendJSON(to: &bytes)
            return bytes + [0]
          })
      }
    }
    let report = await verification.verifyAll(RunSelection())
    #expect(report.violations.isEmpty, "\(report.violations)")
  }
}

/// An update that is read back with the package's own decoder.
private struct JSONUpdate {
  let update: ObservedEvent.Update

  init(_ bytes: [UInt8]) throws {
    var decoder = EventStreamStatusDecoder(profile: .reference)
    let block = Array("data: ".utf8) + bytes + Array("\n\n".utf8)
    guard case .event(let event) = try decoder.decode(block).first,
      case .update(let update) = event.content
    else { throw CancellationError() }
    self.update = update
  }
}

extension StatusBuffer {
  /// Does what an agent does to its buffer.
  fileprivate func take(_ event: PipelineEvent) throws {
    switch event {
    case .open(let trace): try open(trace)
    case .update(let update, let trace): try append(update, to: trace)
    case .finish(let outcome, let trace): try finish(trace, with: outcome)
    }
  }
}
