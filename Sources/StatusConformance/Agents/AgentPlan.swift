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
