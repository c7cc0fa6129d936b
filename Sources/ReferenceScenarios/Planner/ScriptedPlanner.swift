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
