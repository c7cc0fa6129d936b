/// What can happen in a world of deliveries.
enum DeliverySituation: String, WorldSituation {
  case nothing = "nothing else"

  static var conflicts: [WorldConflict<Self>] { [] }
}
