/// What can happen in a world of sinks.
enum SinkSituation: String, WorldSituation {
  case nothing = "nothing else"

  static var conflicts: [WorldConflict<Self>] { [] }
}
