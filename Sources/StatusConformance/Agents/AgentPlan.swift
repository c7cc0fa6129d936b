import StatusStreaming

/// What happens to an agent in a run.
enum AgentPlan: String, TrialPlan, CaseIterable {
  /// Nothing.
  case plain
  /// Some of its work fails, with a message for viewers.
  case failing
  /// Some of its work fails, with an error that is not for viewers.
  case crashing
  /// Some of its work throws a `CancellationError`, although the agent is not cancelled.
  case stray
  /// It is cancelled.
  case cancelled
  /// No plan, but a world.
  case world

  var rules: Set<Int> {
    switch self {
    case .world: []
    case .plain: [201, 202, 203, 207, 301, 302, 303, 304]
    case .failing: [201, 202, 203, 204, 301, 302, 303, 304, 305]
    case .crashing, .stray: [201, 204]
    case .cancelled: [201, 202, 203, 204, 207]
    }
  }

  var description: String {
    switch self {
    case .world: "a world"
    case .plain: "nothing goes wrong"
    case .failing: "some work fails"
    case .crashing: "some work crashes"
    case .stray: "some work is cancelled, but not the agent"
    case .cancelled: "the agent is cancelled"
    }
  }
}

/// What goes wrong with the work of an agent in a run.
struct AgentFaults: Sendable {
  /// What the work throws that fails.
  enum FailureKind: Sendable {
    /// A message for viewers.
    case failure
    /// What is not for viewers.
    case crash
    /// A cancellation, although the agent is not cancelled.
    case stray
  }

  /// `nil` if nothing fails.
  var error: FailureKind?
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

/// What can happen in a world of agents.
enum AgentSituation: String, WorldSituation {
  case oddQuery = "an unusual question"
  case failing = "work that fails"
  case crashing = "work that fails with an error that is not for viewers"
  case stray = "work that is cancelled, but not the agent"
  case recovering = "work that fails twice and then goes well"
  case persistent = "work that fails again and again"
  case cancelled = "an agent that is cancelled"
  case hurried = "an agent that is cancelled before it has done much"
  case cancelledInFailure = "an agent that is cancelled when some of its work has failed"
  case longWork = "work that takes seconds to hours"
  case evenWork = "work that takes no time, or always as much"

  static var conflicts: [WorldConflict<Self>] {
    let error = "work fails with one error in a run"
    return [
      WorldConflict(.failing, .crashing, because: error),
      WorldConflict(.failing, .stray, because: error),
      WorldConflict(.crashing, .stray, because: error),
      WorldConflict(.recovering, .persistent, because: "work goes well again, or it does not"),
      WorldConflict(.cancelled, .hurried, because: "an agent is cancelled once"),
      WorldConflict(.cancelled, .cancelledInFailure, because: "an agent is cancelled once"),
      WorldConflict(.hurried, .cancelledInFailure, because: "an agent is cancelled once"),
      WorldConflict(.longWork, .evenWork, because: "work takes long, or it does not"),
    ]
  }
}
