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
