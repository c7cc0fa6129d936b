import ReferenceScenarios
import StatusStreaming
import Testing

@Suite("The enterprise agent")
struct EnterpriseAgentTests {
  static let documentsQuery = "Analyze the latest deployment logs"
  static let bugQuery = "We're seeing a ValueError in production, help diagnose"
  static let generalQuery = "What's the status of the API service?"

  @Test("publishes eleven updates on the documents route")
  func documents() throws {
    let run = try RecordedRun(Self.documentsQuery) { EnterpriseAgent(clock: $0) }
    let expected =
      [.thinking("Determining workflow path")] + stepUpdates(1, "Parsing repository sources")
      + stepUpdates(2, "Launching metadata subflow") + stepUpdates(3, "Summarizing findings")
      + stepUpdates(4, "Assembling HTML report") + stepUpdates(99, "Synthesizing final response")
    #expect(run.updates == expected)
    #expect(run.events.count == 12)

    let answer = try run.result.get()
    #expect(run.ending == .complete(answer))
    #expect(answer.text.hasPrefix("Analyzed 4 documents. Total size: 5900KB"))
    #expect(answer.route == "documents")
    #expect(answer.metadata["size_kb:docs/architecture.md"] == "2000")
    #expect(answer.metadata["total_size_kb"] == "5900")
    #expect(try #require(answer.artifacts["report.html"]?.string).contains("<td>CHANGELOG.md</td>"))
  }

  @Test("publishes nine updates on the bug route")
  func bug() throws {
    let run = try RecordedRun(Self.bugQuery) { EnterpriseAgent(clock: $0) }
    let expected =
      [.thinking("Determining workflow path")] + stepUpdates(10, "Collecting stack traces")
      + stepUpdates(11, "Launching diagnostics subflow")
      + stepUpdates(12, "Drafting fix recommendations")
      + stepUpdates(99, "Synthesizing final response")
    #expect(run.updates == expected)
    let answer = try run.result.get()
    #expect(answer.route == "bug")
    #expect(answer.text.contains("Failed checks: integration."))
    #expect(answer.metadata["check:unit"] == "passed")
    #expect(answer.metadata["check:integration"] == "failed")
  }

  @Test("publishes three updates on the general route")
  func general() throws {
    let run = try RecordedRun(Self.generalQuery) { EnterpriseAgent(clock: $0) }
    let expected =
      [.thinking("Determining workflow path")] + stepUpdates(99, "Synthesizing final response")
    #expect(run.updates == expected)
    let answer = try run.result.get()
    #expect(answer.route == "general")
    #expect(answer.text.contains(Self.generalQuery))
  }

  @Test("takes the time that its timing says")
  func timing() throws {
    let timing = AgentTiming(triage: .seconds(3), steps: [.synthesizeAnswer: .seconds(4)])
    let run = try RecordedRun(Self.generalQuery) { EnterpriseAgent(clock: $0, timing: timing) }
    #expect(run.events.map(\.time) == [.zero, .seconds(3), .seconds(7), .seconds(7)])
  }

  @Test("ends at a failing step, with its message", arguments: Route.documents.steps)
  func stepFailure(step: Step) throws {
    let run = try RecordedRun(Self.documentsQuery) {
      EnterpriseAgent(clock: $0, fault: .stepFailure(step, message: "disk full"))
    }
    let steps = Route.documents.steps.prefix { $0 != step }
    let expected: [StatusUpdate] =
      [.thinking("Determining workflow path")]
      + steps.flatMap { stepUpdates($0.rawValue, $0.message) }
      + [
        .step(step.rawValue, .running, step.message),
        StatusUpdate(
          status: .error, message: "disk full", roadmapStepID: step.rawValue,
          roadmapStepStatus: .error),
      ]
    #expect(run.updates == expected)
    #expect(run.ending == .failed(message: "disk full"))
    #expect(throws: StatusFailure("disk full")) { try run.result.get() }
  }

  @Test("keeps an unexpected error from viewers")
  func crash() throws {
    let run = try RecordedRun(Self.documentsQuery) {
      EnterpriseAgent(clock: $0, fault: .crash(after: .parseSources))
    }
    #expect(run.updates.last == .step(1, .ok, "Done!"))
    #expect(run.ending == .failed(message: "agent failed"))
    #expect(throws: InjectedCrash()) { try run.result.get() }
  }

  @Test("stops at any moment when it is cancelled")
  func cancellation() throws {
    let whole = try RecordedRun(Self.documentsQuery) { EnterpriseAgent(clock: $0) }
    let instants = Set(whole.events.map(\.time)).sorted()
    for instant in instants.dropLast() + instants.map({ $0 - .nanoseconds(1) }) {
      let run = try RecordedRun(Self.documentsQuery, cancelledAfter: instant) {
        EnterpriseAgent(clock: $0)
      }
      #expect(run.updates == Array(whole.updates.prefix(run.updates.count)))
      #expect(run.updates.count < whole.updates.count)
      #expect(run.ending == .cancelled(reason: "agent cancelled"))
      #expect(throws: CancellationError.self) { try run.result.get() }
      #expect(try #require(run.events.last).time <= max(instant, .zero))
    }
  }
}
