extension ScriptedPlanner {
  /// A decision that is not in the script.
  public struct Diversion: Sendable, Hashable {
    /// How many calls are made before it.
    public var hops: Int
    /// What is decided then.
    public var decision: PlannerDecision

    /// Diverts from the script after a number of calls.
    public init(afterHops hops: Int, to decision: PlannerDecision) {
      self.hops = hops
      self.decision = decision
    }
  }
}
