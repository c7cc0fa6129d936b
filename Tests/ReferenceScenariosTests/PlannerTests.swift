import DeterministicSimulation
import ReferenceScenarios
import StatusStreaming
import Testing

@Suite("A planner")
struct PlannerTests {
  private static let query = EnterpriseAgentTests.documentsQuery
  private static let triage = StatusUpdate.thinking("Determining workflow path")

  /// Makes the same call whatever it observes.
  private struct StubbornPlanner: Planner {
    let tool: Tool

    func decide(on query: String, after observations: Observations) -> PlannerDecision {
      .call(tool)
    }
  }

  /// Tries every tool in an order, then hands out what it has.
  private struct ListPlanner: Planner {
    let tools: [Tool]
    let check: @Sendable (Observations) -> Void

    func decide(on query: String, after observations: Observations) -> PlannerDecision {
      if observations.hops < tools.count { return .call(tools[observations.hops]) }
      check(observations)
      return observations.answer.map { .complete($0) } ?? .giveUp
    }
  }

  /// Takes its time and does not notice a cancellation.
  private struct AbsentPlanner: Planner {
    let clock: VirtualClock

    func decide(on query: String, after observations: Observations) async -> PlannerDecision {
      try? await clock.sleep(for: .seconds(1))
      return .giveUp
    }
  }

  @Test("that decides after a cancellation is not heard")
  func lateDecision() throws {
    let run = try RecordedRun(Self.query, cancelledAfter: .milliseconds(500)) {
      EnterpriseAgent(clock: $0, planner: AbsentPlanner(clock: $0))
    }
    #expect(run.updates == [])
    #expect(run.ending == .cancelled(reason: "agent cancelled"))
  }

  @Test("that finds no path fails the run and says so")
  func noPath() throws {
    let planner = ScriptedPlanner(diversion: .init(afterHops: 1, to: .giveUp))
    let run = try RecordedRun(Self.query) { EnterpriseAgent(clock: $0, planner: planner) }
    let message = "Planner could not find a viable path"
    #expect(run.updates == [Self.triage, StatusUpdate(status: .error, message: message)])
    #expect(run.ending == .failed(message: message))
  }

  @Test("that pauses ends the run with an answer that says what is awaited")
  func pause() throws {
    let planner = ScriptedPlanner(
      diversion: .init(afterHops: 0, to: .pause(reason: "approval")))
    let run = try RecordedRun(Self.query) { EnterpriseAgent(clock: $0, planner: planner) }
    let message = "Planner paused awaiting external input"
    #expect(run.updates == [StatusUpdate(status: .thinking, message: message)])
    let answer = try run.result.get()
    #expect(run.ending == .complete(answer))
    #expect(answer.text == "Workflow paused awaiting external input.")
    #expect(answer.route == "pause")
    #expect(answer.metadata["reason"] == "approval")
  }

  @Test("can make as many calls as the budget allows", arguments: 0...7)
  func budget(hops: Int) throws {
    let run = try RecordedRun(Self.query) { EnterpriseAgent(clock: $0, hopBudget: hops) }
    guard hops < 6 else {
      #expect(run.updates.count == 11)
      #expect(throws: Never.self) { try run.result.get() }
      return
    }
    let message = "Budget exhausted before completion"
    let calls =
      [Self.triage]
      + Route.documents.steps.prefix(max(hops - 1, 0)).flatMap {
        stepUpdates($0.rawValue, $0.message)
      }
    #expect(
      run.updates == (hops == 0 ? [] : calls) + [StatusUpdate(status: .error, message: message)])
    #expect(run.ending == .failed(message: message))
  }

  @Test("is told why a call was refused, and spends a hop on it")
  func refusals() throws {
    let tools: [Tool] = [
      .perform(.synthesizeAnswer), .perform(.summarizeFindings), .triage, .triage,
      .perform(.parseSources), .perform(.parseSources), .perform(.synthesizeAnswer),
    ]
    let planner = ListPlanner(tools: tools) { observations in
      #expect(
        observations.refusals == [
          .init(tool: .perform(.synthesizeAnswer), reason: "needs triage"),
          .init(tool: .perform(.summarizeFindings), reason: "needs step 2"),
          .init(tool: .triage, reason: "called before"),
          .init(tool: .perform(.parseSources), reason: "called before"),
          .init(tool: .perform(.synthesizeAnswer), reason: "needs step 4"),
        ])
      #expect(observations.documents?.count == 4)
    }
    let run = try RecordedRun(Self.query) { EnterpriseAgent(clock: $0, planner: planner) }
    #expect(
      Array(run.updates.prefix(3)) == [Self.triage] + stepUpdates(1, "Parsing repository sources"))
    #expect(run.updates.count == 4)
  }

  @Test("that insists on an unusable tool runs out of budget")
  func stubbornness() throws {
    let run = try RecordedRun(Self.query) {
      EnterpriseAgent(clock: $0, planner: StubbornPlanner(tool: .perform(.draftFix)))
    }
    #expect(run.updates == [.error("Budget exhausted before completion")])
  }
}
