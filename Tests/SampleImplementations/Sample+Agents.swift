import ReferenceScenarios
import StatusConformance
import StatusStreaming

extension Sample {
  /// Agents, faulty and correct.
  public static let agents: [Sample] =
    endingAgents + steppingAgents + agentsInWorlds + shippedAgents + forgivingAgents
    + concurrentAgents + unattendedAgents + correctAgents

  /// Agents with a mistake that no usual run of theirs has shown.
  private static let shippedAgents: [Sample] = [
    Sample(
      "progress that goes on behind its step", breaks: 202, saying: "Still reading",
      AgentVerification { try await TickingAgent(run: $0, stopsFirst: false).answer() }),
    Sample(
      "an answer after ten minutes, in the middle of a step", breaks: 304, saying: "an end of step",
      AgentVerification { try await BudgetedAgent(run: $0).answer() }),
    Sample(
      "steps behind an open circuit", breaks: 304, saying: "an end of step",
      AgentVerification { try await CircuitAgent(run: $0).answer() }),
    Sample(
      "a question that is too long", breaks: 201, saying: "none; the agent returned",
      AgentVerification { try await ShortAgent(run: $0).answer() }),
    Sample(
      "tidying up after a cancellation", breaks: 203, saying: "Tidying up",
      AgentVerification { try await TidyingAgent(run: $0).answer() }),
    Sample(
      "a question without a word", breaks: 304, saying: "an end of step 0",
      AgentVerification { try await GreetingAgent(run: $0).answer() }),
    Sample(
      correct: "progress every five seconds",
      AgentVerification { try await TickingAgent(run: $0, stopsFirst: true).answer() }),
  ]

  /// Agents that deal with failures, slow work and cancellation in their own ways.
  private static let forgivingAgents: [Sample] = [
    Sample(
      "three attempts and one start", breaks: 302, saying: "which has ended error already",
      AgentVerification { try await InsistingAgent(run: $0).answer() }),
    Sample(
      "a step that was given up, and ends", breaks: 302, saying: "one end of step",
      AgentVerification { try await GoingOnAgent(run: $0, leaving: .isTold).answer() }),
    Sample(
      "an optional step that is forgiven", breaks: 304, saying: "an end of step 2",
      AgentVerification { try await ForgivingAgent(run: $0).answer() }),
    Sample(
      "a release that throws before the end", breaks: 207, saying: "no terminal event",
      AgentVerification { try await ReleasingAgent(run: $0).answer() }),
    Sample(
      "a description in the server's language", breaks: 204, saying: "with the message",
      AgentVerification { try await LocalizingAgent(run: $0).answer() }),
    Sample(
      "a cancelled sleep taken for a tick", breaks: 203, saying: "Still working",
      AgentVerification { try await AssuringAgent(run: $0).answer() }),
    Sample(
      correct: "a slow step that is cancelled",
      AgentVerification { try await GoingOnAgent(run: $0, leaving: .cancels).answer() }),
    Sample(
      correct: "a step that has 60 ms, which its work may take exactly",
      AgentVerification {
        try await GoingOnAgent(run: $0, leaving: .cancels, limit: .milliseconds(60)).answer()
      }),
    Sample(
      correct: "one task that speaks",
      AgentVerification { try await StreamingAgent(run: $0).answer() }),
    Sample(
      correct: "odd numbers of steps",
      AgentVerification { try await OddAgent(run: $0).answer() }),
    Sample(
      correct: "a plan that is begun anew",
      AgentVerification { try await StartingOverAgent(run: $0).answer() }),
  ]

  /// Agents whose steps, errors and cancellations meet.
  private static let concurrentAgents: [Sample] = [
    Sample(
      "an undoing that fails as well", breaks: 204, saying: "no terminal event",
      AgentVerification { try await UndoingAgent(run: $0).answer() }),
    Sample(
      "the last of several errors told", breaks: 204, saying: "with the message \"log ",
      AgentVerification { try await SourcesAgent(run: $0).answer() }),
    Sample(
      "a word that is asked twice", breaks: 302, saying: "which has ended ok already",
      AgentVerification { try await TopicsAgent(run: $0).answer() }),
    Sample(
      "the latest of each step in a frame", breaks: 301, saying: "to be reported running",
      AgentVerification { try await FrameRateAgent(run: $0).answer() }),
    Sample(
      "steps closed that never ran", breaks: 301, saying: "Skipped",
      AgentVerification { try await ClosingAgent(run: $0).answer() }),
    Sample(
      "an answer after a cancellation that was told", breaks: 201,
      saying: "another one, run-a complete",
      AgentVerification { try await PromptAgent(run: $0).answer() }),
    Sample(
      correct: "everything at once in the end",
      AgentVerification { try await ReportingAgent(run: $0).answer() }),
    Sample(
      correct: "attempts side by side",
      AgentVerification { try await AttemptsAgent(run: $0).answer() }),
  ]

  /// Agents that set something going beside a step.
  private static let unattendedAgents: [Sample] = [
    Sample(
      "a watchdog that outlives a failure", breaks: 302, saying: "which has ended error already",
      AgentVerification { try await DismissingAgent(run: $0).answer() }),
    Sample(
      "notes that wait for the next step", breaks: 303, saying: "until it runs again",
      AgentVerification { try await NotingAgent(run: $0).answer() }),
    Sample(
      "a step fetched ahead and dropped", breaks: 304, saying: "an end of step 2",
      AgentVerification { try await PrefetchingAgent(run: $0).answer() }),
    Sample(
      "an answer before the work is over", breaks: 201, saying: "another one, run-a",
      AgentVerification { try await HastyAnswerAgent(run: $0).answer() }),
  ]

  private static let endingAgents: [Sample] = [
    Sample(
      "an order left to chance", breaks: 100, saying: "the same run for the same choices",
      AgentVerification { try await ShufflingAgent(run: $0).answer() }),
    Sample(
      "no end", breaks: 201, saying: "none; the agent returned",
      AgentVerification { try await EndlessAgent(run: $0).answer() }),
    Sample(
      "an end before another try", breaks: 201, saying: "another one, run-a complete",
      AgentVerification { try await TryingAgainAgent(run: $0).answer() }),
    Sample(
      "a child that outlives the run", breaks: 202, saying: "after the agent had ended",
      AgentVerification { try await OutlivedAgent(run: $0).answer() }),
    Sample(
      "an end that does not wait", breaks: 203, saying: "while the agent still ran",
      AgentVerification { try await EarlyEndAgent(run: $0).answer() }),
    Sample(
      "no end after an error", breaks: 204, saying: "no terminal event",
      AgentVerification { try await SkippingAgent(run: $0).answer() }),
    Sample(
      "a failure told as a success", breaks: 204, saying: "run-a complete",
      AgentVerification { try await DeferringEndAgent(run: $0).answer() }),
    Sample(
      "a failure told twice", breaks: 204, saying: "another one, run-a failed",
      AgentVerification { try await RepeatingFailureAgent(run: $0).answer() }),
    Sample(
      "another message", breaks: 204, saying: "with the message \"the log server is down\"",
      AgentVerification { try await VagueAgent(run: $0).answer() }),
    Sample(
      "no end after a cancellation", breaks: 204, saying: "no terminal event",
      AgentVerification { try await ForgetfulAgent(run: $0).answer() }),
    Sample(
      "a stray cancellation told as the run's", breaks: 204, saying: "run-a cancelled",
      AgentVerification { try await TypedEndAgent(run: $0).answer() }),
    Sample(
      "a cancellation told as a failure", breaks: 207, saying: "threw the request was aborted",
      AgentVerification { try await MistakenFailureAgent(run: $0).answer() }),
    Sample(
      "a cancellation that nobody asked for", breaks: 207, saying: "was not cancelled",
      AgentVerification { try await IdlingAgent(run: $0).answer() }),
  ]

  private static let steppingAgents: [Sample] = [
    Sample(
      "an end without a start", breaks: 301, saying: "step 2 to be reported running",
      AgentVerification { try await QuickStepAgent(run: $0).answer() }),
    Sample(
      "an error without a start", breaks: 301, saying: "step 1 to be reported running",
      AgentVerification { try await SuddenErrorAgent(run: $0).answer() }),
    Sample(
      "two ends of a step", breaks: 302, saying: "one end of step 1",
      AgentVerification { try await DeferringStepAgent(run: $0).answer() }),
    Sample(
      "an end in error and one that is fine", breaks: 302, saying: "which has ended error already",
      AgentVerification { try await ContradictingAgent(run: $0).answer() }),
    Sample(
      "one current step for two", breaks: 302, saying: "one end of step",
      AgentVerification { try await CurrentStepAgent(run: $0).answer() }),
    Sample(
      "progress after the end", breaks: 303, saying: "until it runs again",
      AgentVerification { try await LateProgressAgent(run: $0).answer() }),
    Sample(
      "an early return", breaks: 304, saying: "an end of step 1",
      AgentVerification { try await EarlyReturnAgent(run: $0).answer() }),
    Sample(
      "steps without an end", breaks: 304, saying: "an end of step 1, which runs since event 1,",
      AgentVerification { try await OpenStepsAgent(run: $0).answer() }),
    Sample(
      "an error blamed on another step", breaks: 305, saying: "an error of step 1",
      AgentVerification { try await BlamingAgent(run: $0).answer() }),
  ]

  /// What goes wrong where work takes long or fails more than once, or where somebody asks oddly.
  private static let agentsInWorlds: [Sample] = [
    Sample(
      "a watchdog that ends the run as well", breaks: 201, saying: "another one, run-a complete",
      AgentVerification { try await WatchedAgent(run: $0).answer() }),
    Sample(
      "a retry that is not begun", breaks: 302, saying: "which has ended error already",
      AgentVerification { try await SilentRetryAgent(run: $0).answer() }),
    Sample(
      "a cancelled run told as complete", breaks: 304, saying: "an end of step",
      AgentVerification { try await HastyAgent(run: $0).answer() }),
    Sample(
      "no answer to several lines", breaks: 201, saying: "none; the agent returned",
      AgentVerification { try await OneLineAgent(run: $0).answer() }),
    Sample(
      "the second of two failures after the end", breaks: 203, saying: "while the agent still ran",
      AgentVerification { try await TwiceFailingAgent(run: $0).answer() }),
    Sample(
      "a word about a step that took long", breaks: 303, saying: "until it runs again",
      AgentVerification { try await ReassuringAgent(run: $0).answer() }),
  ]

  private static let correctAgents: [Sample] = [
    Sample(
      correct: "EnterpriseAgent",
      AgentVerification(name: "EnterpriseAgent") { run in
        let fault = run.failure.map {
          AgentFault.stepFailure(.synthesizeAnswer, message: $0.message)
        }
        try await run.buffer.withTrace(run.trace) { publisher in
          try await EnterpriseAgent(clock: run.clock, fault: fault)
            .run(query: run.query, publishing: publisher)
        }
      }),
    Sample(
      correct: "RoadmapPipeline",
      AgentVerification(name: "RoadmapPipeline") { run in
        let fault = run.failure.map {
          AgentFault.stepFailure(.synthesizeAnswer, message: $0.message)
        }
        try await run.buffer.withTrace(run.trace) { publisher in
          try await RoadmapPipeline(clock: run.clock, fault: fault)
            .run(query: run.query, publishing: publisher)
        }
      }),
    Sample(
      correct: "a hundred steps that are tried again",
      AgentVerification { try await ThoroughAgent(run: $0).answer() }),
    Sample(
      correct: "work that is given up after a while",
      AgentVerification { try await ImpatientAgent(run: $0).answer() }),
    Sample(
      correct: "steps side by side",
      AgentVerification { try await ParallelAgent(run: $0).answer() }),
    Sample(
      correct: "steps that are tried again",
      AgentVerification { try await RetryingAgent(run: $0).answer() }),
  ]
}
