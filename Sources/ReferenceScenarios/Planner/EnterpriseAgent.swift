public import StatusStreaming

/// An agent in which a planner chooses one tool after the other until it has an answer.
///
/// A run ends in one of four ways. It is complete when the planner has an answer. It is paused when
/// the planner needs something from outside: the answer then says so, its route is "pause" and its
/// metadata hold the reason. It fails, with a `StatusFailure`, when the planner finds no path or
/// wants another call after the hop budget is spent. The last three are announced by one more
/// update; the failures' messages are the same as that update's.
public struct EnterpriseAgent<C: Clock>: Agent where C.Duration == Duration {
  /// What all waiting goes through.
  public let clock: C
  /// How long everything takes.
  public let timing: AgentTiming
  /// Who chooses.
  public let planner: any Planner
  /// The most tool calls in a run.
  public let hopBudget: Int
  /// What goes wrong on purpose.
  public let fault: AgentFault?

  /// Makes an agent.
  ///
  /// - Parameters:
  ///   - clock: what all waiting goes through.
  ///   - timing: how long everything takes.
  ///   - planner: who chooses.
  ///   - hopBudget: the most tool calls in a run; the longest route takes six.
  ///   - fault: what goes wrong on purpose.
  public init(
    clock: C = ContinuousClock(), timing: AgentTiming = .standard,
    planner: any Planner = ScriptedPlanner(), hopBudget: Int = 12, fault: AgentFault? = nil
  ) {
    self.clock = clock
    self.timing = timing
    self.planner = planner
    self.hopBudget = hopBudget
    self.fault = fault
  }

  /// Asks the planner and does what it says until the run has ended.
  public func run(
    query: String, publishing publisher: StatusPublisher
  ) async throws -> FinalAnswer {
    let toolbox = Toolbox(
      query: query,
      steps: StepPerformer(clock: clock, timing: timing, fault: fault) {
        try publisher.publish($0)
      })
    var observations = Observations()
    while true {
      let decision = try await planner.decide(on: query, after: observations)
      try Task.checkCancellation()
      switch decision {
      case .call(let tool):
        guard observations.hops < hopBudget else {
          throw try Self.failure("Budget exhausted before completion", publisher)
        }
        try await toolbox.use(tool, noting: &observations)
      case .complete(let answer):
        return answer
      case .giveUp:
        throw try Self.failure("Planner could not find a viable path", publisher)
      case .pause(let reason):
        try publisher.publish(.thinking("Planner paused awaiting external input"))
        return FinalAnswer(
          text: "Workflow paused awaiting external input.", route: "pause",
          metadata: ["reason": JSON(reason)])
      }
    }
  }

  private static func failure(
    _ message: String, _ publisher: StatusPublisher
  ) throws -> StatusFailure {
    try publisher.publish(.error(message))
    return StatusFailure(message)
  }
}
