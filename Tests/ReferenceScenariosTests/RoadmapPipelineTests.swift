import DeterministicSimulation
import ReferenceScenarios
import StatusStreaming
import Testing

@Suite("The roadmap pipeline")
struct RoadmapPipelineTests {
  private static let queries: [Route: String] = [
    .documents: EnterpriseAgentTests.documentsQuery, .bug: EnterpriseAgentTests.bugQuery,
    .general: EnterpriseAgentTests.generalQuery,
  ]

  private func run(
    _ route: Route, timing: AgentTiming = .standard, fault: AgentFault? = nil,
    cancelledAfter cancellation: Duration? = nil
  ) throws -> RecordedRun {
    let query = try #require(Self.queries[route])
    return try RecordedRun(query, cancelledAfter: cancellation) {
      RoadmapPipeline(clock: $0, timing: timing, fault: fault)
    }
  }

  @Test("shows the roadmap after routing, then runs every step once", arguments: Route.allCases)
  func updates(route: Route) throws {
    let run = try run(route)
    let roadmap = StatusUpdate(status: .ok, roadmap: route.steps.map(\.roadmapStep))
    let expected: [StatusUpdate] =
      [.thinking("Determining message path"), .thinking("Routing to \(route.rawValue) subflow")]
      + [roadmap] + route.steps.flatMap { stepUpdates($0.rawValue, $0.message) }
    #expect(run.updates == expected)
    #expect(run.ending == .complete(try run.result.get()))
  }

  @Test("comes to the same answer as the planner", arguments: Route.allCases)
  func answers(route: Route) throws {
    let query = try #require(Self.queries[route])
    let planned = try RecordedRun(query) { EnterpriseAgent(clock: $0) }
    #expect(try run(route).result.get() == planned.result.get())
  }

  @Test("looks into documents two at a time")
  func boundedMap() throws {
    let timing = AgentTiming(documentCharacter: .seconds(1))
    let query = try #require(Self.queries[.documents])
    let log = ObservedClock<VirtualClock>.Log()
    let run = try RecordedRun(query) {
      RoadmapPipeline(clock: ObservedClock(base: $0, log: log), timing: timing)
    }
    // Of 9, 12, 20 and 18 characters the third document follows the first, the fourth the second.
    let deadlines = log.sleeps.map { VirtualClock.Instant.zero.duration(to: $0.deadline) }
    #expect(
      Array(deadlines.filter { $0 > .zero }.prefix(4)) == [9, 12, 29, 30].map { .seconds($0) })
    #expect(log.mostSleeping == 2)
    #expect(run.events.last?.time == .seconds(30))
    #expect(try run.result.get().metadata["total_size_kb"] == "5900")
  }

  @Test(
    "runs the checks side by side and joins them in their order",
    arguments: [(3, 8), (8, 3), (5, 5)])
  func join(unit: Int, integration: Int) throws {
    let timing = AgentTiming(
      checks: [.unit: .seconds(unit), .integration: .seconds(integration)])
    let run = try run(.bug, timing: timing)
    #expect(run.events.last?.time == .seconds(max(unit, integration)))
    let checks = try run.result.get().metadata.map(\.key).filter { $0.hasPrefix("check:") }
    #expect(checks == ["check:unit", "check:integration"])
  }

  @Test("publishes what was said before a step failed", arguments: Route.bug.steps)
  func stepFailure(step: Step) throws {
    let run = try run(.bug, fault: .stepFailure(step, message: "no such host"))
    let whole = try self.run(.bug)
    let begun = try #require(
      whole.updates.firstIndex(of: .step(step.rawValue, .running, step.message)))
    #expect(
      run.updates == Array(whole.updates[...begun])
        + [.step(step.rawValue, .error, "no such host")])
    #expect(run.ending == .failed(message: "no such host"))
  }

  @Test("keeps an unexpected error from viewers")
  func crash() throws {
    let run = try run(.documents, fault: .crash(after: .extractMetadata))
    #expect(run.updates.last == .step(2, .ok, "Done!"))
    #expect(run.ending == .failed(message: "agent failed"))
    #expect(throws: InjectedCrash()) { try run.result.get() }
  }

  @Test(
    "stops at any moment when it is cancelled, and leaves nothing behind",
    arguments: Route.allCases)
  func cancellation(route: Route) throws {
    let query = try #require(Self.queries[route])
    let instants = ObservedClock<VirtualClock>.Log()
    let whole = try RecordedRun(query) {
      RoadmapPipeline(clock: ObservedClock(base: $0, log: instants))
    }
    let times = instants.sleeps.map { VirtualClock.Instant.zero.duration(to: $0.deadline) }
    for time in [.zero] + times.dropLast() + times.map({ $0 - .nanoseconds(1) }) {
      let log = ObservedClock<VirtualClock>.Log()
      let run = try RecordedRun(query, cancelledAfter: time) {
        RoadmapPipeline(clock: ObservedClock(base: $0, log: log))
      }
      #expect(run.updates == Array(whole.updates.prefix(run.updates.count)))
      #expect(run.updates.count < whole.updates.count)
      #expect(run.ending == .cancelled(reason: "agent cancelled"))
      #expect(run.events.last?.time == time)
      #expect(throws: CancellationError.self) { try run.result.get() }
      #expect(log.sleeping == 0)
    }
  }

  @Test("publishes in order on any number of threads", arguments: Route.allCases)
  func threads(route: Route) async throws {
    let query = try #require(Self.queries[route])
    let fault = AgentFault.stepFailure(.synthesizeAnswer, message: "no answer")
    let expected = try run(route, fault: fault).updates
    let buffer = StatusBuffer(clock: ImmediateClock())
    try await withThrowingTaskGroup { group in
      for index in 1...40 {
        group.addTask {
          let trace = try TraceID("run-\(index)")
          await #expect(throws: StatusFailure("no answer")) {
            try await buffer.withTrace(trace) { publisher in
              try await RoadmapPipeline(clock: ImmediateClock(), fault: fault).run(
                query: query, publishing: publisher)
            }
          }
          let events = try buffer.events(of: trace, after: .zero, limit: .max)
          #expect(events.dropLast().map(\.payload) == expected.map { .update($0) })
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("says nothing if it is cancelled before it begins")
  func earlyCancellation() throws {
    let run = try run(.documents, cancelledAfter: .zero)
    #expect(run.updates == [])
    #expect(run.ending == .cancelled(reason: "agent cancelled"))
  }

  /// A clock on which sleeps of one length fail half-way.
  private struct BrokenClock: Clock {
    let base: VirtualClock
    let failing: Duration

    var now: VirtualClock.Instant { base.now }
    var minimumResolution: Duration { base.minimumResolution }

    func sleep(until deadline: VirtualClock.Instant, tolerance: Duration?) async throws {
      guard now.duration(to: deadline) == failing else {
        return try await base.sleep(until: deadline)
      }
      try await base.sleep(for: failing / 2)
      throw InjectedCrash()
    }
  }

  @Test("ends every node as soon as one throws")
  func promptFailure() throws {
    let query = try #require(Self.queries[.bug])
    let timing = AgentTiming(checks: [.unit: .seconds(9), .integration: .seconds(4)])
    let run = try RecordedRun(query) {
      RoadmapPipeline(clock: BrokenClock(base: $0, failing: .seconds(4)), timing: timing)
    }
    #expect(run.events.last?.time == .seconds(2))
    #expect(run.ending == .failed(message: "agent failed"))
    #expect(throws: InjectedCrash()) { try run.result.get() }
  }

  @Test("stops when its updates can't be published")
  func refusedUpdates() throws {
    let query = try #require(Self.queries[.documents])
    let elapsed = try simulate { sim in
      let buffer = StatusBuffer(
        configuration: .init(capacity: 4, overflow: .refuse), clock: sim.clock)
      let timing = AgentTiming(steps: [.parseSources: .seconds(1), .extractMetadata: .seconds(7)])
      let pipeline = RoadmapPipeline(clock: sim.clock, timing: timing)
      let error = await #expect(throws: BufferError.self) {
        try await buffer.withTrace("run") { publisher in
          try await pipeline.run(query: query, publishing: publisher)
        }
      }
      #expect(error?.code == .full)
      return VirtualClock.Instant.zero.duration(to: sim.clock.now)
    }
    #expect(elapsed == .seconds(1))
  }
}
