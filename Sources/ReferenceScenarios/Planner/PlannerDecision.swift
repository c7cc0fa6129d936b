public import StatusStreaming

/// What a planner wants to happen next.
public enum PlannerDecision: Sendable, Hashable {
  /// Use a tool, and ask again.
  case call(Tool)
  /// End with this answer.
  case complete(FinalAnswer)
  /// End without one, because nothing leads to it.
  case giveUp
  /// End for now, because someone has to supply something.
  case pause(reason: String)
}
