public import StatusStreaming

extension Scenario {
  /// One agent's work on one query.
  public struct Run: Sendable, Hashable {
    /// The name of the run, which no other run of the scenario has.
    public var trace: TraceID
    /// What is asked.
    public var query: String
    /// Which agent works.
    public var agent: AgentKind
    /// How long it takes for what it does.
    public var timing: AgentTiming
    /// What goes wrong.
    public var fault: AgentFault?
    /// When the run begins, from the beginning of the scenario.
    public var start: Duration
    /// How long after its beginning the run is cancelled, if it is.
    public var cancellation: Duration?

    /// Describes a run, of the planner's agent and undisturbed unless said otherwise.
    public init(
      _ trace: TraceID = "run-1", query: String, agent: AgentKind = .planner(),
      timing: AgentTiming = .standard, fault: AgentFault? = nil, start: Duration = .zero,
      cancellation: Duration? = nil
    ) {
      self.trace = trace
      self.query = query
      self.agent = agent
      self.timing = timing
      self.fault = fault
      self.start = start
      self.cancellation = cancellation
    }

    /// Makes the agent.
    public func makeAgent<C: Clock>(clock: C) -> any Agent where C.Duration == Duration {
      switch agent {
      case .planner(let planner, let hopBudget):
        EnterpriseAgent(
          clock: clock, timing: timing, planner: planner, hopBudget: hopBudget, fault: fault)
      case .pipeline: RoadmapPipeline(clock: clock, timing: timing, fault: fault)
      case .script(let script): ScriptedAgent(script, clock: clock)
      }
    }
  }
}

extension Scenario.Run {
  /// Which agent works.
  public enum AgentKind: Sendable, Hashable {
    /// An ``EnterpriseAgent``.
    case planner(ScriptedPlanner = ScriptedPlanner(), hopBudget: Int = 12)
    /// A ``RoadmapPipeline``.
    case pipeline
    /// A ``ScriptedAgent``, to which timing and fault mean nothing.
    case script(AgentScript)
  }
}
