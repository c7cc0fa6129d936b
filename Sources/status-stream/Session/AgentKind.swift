internal import ReferenceScenarios

/// The agents that can be run.
package enum AgentKind: String, Sendable, CaseIterable {
  /// A planner that chooses one tool after the other.
  case planner
  /// A fixed graph of nodes.
  case pipeline

  func makeAgent<C: Clock>(clock: C) -> any Agent where C.Duration == Duration {
    switch self {
    case .planner: EnterpriseAgent(clock: clock)
    case .pipeline: RoadmapPipeline(clock: clock)
    }
  }
}
