/// Chooses what an ``EnterpriseAgent`` does next.
///
/// A language model can stand here: it gets the query and all that its earlier choices brought to
/// light, and may take its time.
public protocol Planner: Sendable {
  /// Chooses the next thing to do.
  ///
  /// - Parameters:
  ///   - query: what the user asked.
  ///   - observations: what the calls so far have brought.
  func decide(on query: String, after observations: Observations) async throws -> PlannerDecision
}
