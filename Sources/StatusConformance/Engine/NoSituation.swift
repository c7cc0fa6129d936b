/// What can happen to what is verified by runs of plans alone: nothing.
enum NoSituation: WorldSituation {
  static var allCases: [NoSituation] { [] }
  static var conflicts: [WorldConflict<NoSituation>] { [] }

  var isThroughout: Bool {
    switch self {}
  }

  init?(rawValue: String) { nil }

  var rawValue: String {
    switch self {}
  }
}

extension Trial where Recording.Situation == NoSituation {
  var design: WorldDesign<NoSituation> { WorldDesign([]) }

  func perform(
    _ world: World<NoSituation>, on stage: Stage, into recorder: Recorder<Recording>
  ) async {}

  func findings(
    in recording: Recording, of world: World<NoSituation>
  ) -> [(rule: Int, finding: Finding)] { [] }
}
