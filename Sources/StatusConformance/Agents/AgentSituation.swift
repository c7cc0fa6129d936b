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
