import StatusStreaming

/// What goes wrong with the work of an agent in a run.
struct AgentFaults: Sendable {
  /// What the work throws that fails.
  enum Mishap: Sendable {
    /// A message for viewers.
    case failure
    /// What is not for viewers.
    case crash
    /// A cancellation, although the agent is not cancelled.
    case stray
  }

  /// `nil` if nothing fails.
  var error: Mishap?
  /// How many calls go well before those that fail.
  var callsBefore = 0
  /// How many calls fail then.
  var failingCalls = 1
  /// Whether those fail soon, however long others take.
  var failsAtOnce = false
  /// What it is to a world that they fail.
  var situations: [AgentSituation] = []
  /// How long work takes.
  var latency = Latency.short
  /// How many calls end behind the first failure before the agent is cancelled; `nil` if it is not, or
  /// at another time.
  var callsBeforeCancellation: Int?

  /// How long work takes.
  enum Latency: Sendable {
    case short
    /// Some seconds or minutes, or many times as long.
    case long(factor: Int)
    /// Always as long.
    case even(Duration)
  }

  init() {}

  /// Draws what goes wrong in a run of a plan.
  init(for plan: AgentPlan, on stage: Stage) {
    switch plan {
    case .failing: error = .failure
    case .crashing: error = .crash
    case .stray: error = .stray
    case .plain, .cancelled, .world: break
    }
    if error != nil { callsBefore = stage.next(below: 4) }
  }
}
