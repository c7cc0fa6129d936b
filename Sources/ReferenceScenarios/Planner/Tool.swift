/// What a planner can have done.
public enum Tool: Sendable, Hashable {
  /// Choose the route by the query's words.
  case triage
  /// Carry out a step.
  case perform(Step)
}
