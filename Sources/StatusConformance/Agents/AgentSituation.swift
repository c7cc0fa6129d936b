/// What can happen in a world of agents.
enum AgentSituation: String, WorldSituation {
  case nothing = "nothing else"

  static var conflicts: [WorldConflict<Self>] { [] }
}
