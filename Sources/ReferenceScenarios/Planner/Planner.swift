public import StatusStreaming

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

/// What a planner can have done.
public enum Tool: Sendable, Hashable {
  /// Choose the route by the query's words.
  case triage
  /// Carry out a step.
  case perform(Step)
}

/// Takes a route's steps one after the other, as a language model would on a good day.
public struct ScriptedPlanner: Planner, Hashable {
  /// Where the planner leaves the script, if it does.
  public var diversion: Diversion?

  /// Makes a planner that follows the script, to its end unless diverted.
  public init(diversion: Diversion? = nil) {
    self.diversion = diversion
  }

  /// Triages, then takes the route's steps, then hands out the answer.
  public func decide(on query: String, after observations: Observations) -> PlannerDecision {
    if let diversion, observations.hops == diversion.hops { return diversion.decision }
    if let answer = observations.answer { return .complete(answer) }
    guard let route = observations.route else { return .call(.triage) }
    let next = route.steps.first { !observations.performedSteps.contains($0) }
    return next.map { .call(.perform($0)) } ?? .giveUp
  }
}

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
