extension AgentTrial {
  var design: WorldDesign<AgentSituation> { WorldDesign([]) }

  func perform(
    _ world: World<AgentSituation>, on stage: Stage, into recorder: Recorder<AgentRecording>
  ) async {
    await perform(plans[0], on: stage, into: recorder)
  }

  func findings(
    in recording: AgentRecording, of world: World<AgentSituation>
  ) -> [(rule: Int, finding: Finding)] { [] }
}
