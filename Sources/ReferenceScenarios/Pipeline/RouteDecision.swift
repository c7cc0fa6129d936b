/// What triage hands to the plans.
struct RouteDecision: Sendable, Hashable {
  let query: String
  let route: Route
}
