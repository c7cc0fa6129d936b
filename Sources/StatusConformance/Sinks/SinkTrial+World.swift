extension SinkTrial {
  var design: WorldDesign<SinkSituation> { WorldDesign([]) }

  func perform(
    _ world: World<SinkSituation>, on stage: Stage, into recorder: Recorder<SinkRecording>
  ) async {
    await perform(plans[0], on: stage, into: recorder)
  }

  func findings(
    in recording: SinkRecording, of world: World<SinkSituation>
  ) -> [(rule: Int, finding: Finding)] { [] }
}
