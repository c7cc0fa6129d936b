extension DeliveryTrial {
  var design: WorldDesign<DeliverySituation> { WorldDesign([]) }

  func perform(
    _ world: World<DeliverySituation>, on stage: Stage, into recorder: Recorder<DeliveryRecording>
  ) async {
    await perform(plans[0], on: stage, into: recorder)
  }

  func findings(
    in recording: DeliveryRecording, of world: World<DeliverySituation>
  ) -> [(rule: Int, finding: Finding)] { [] }
}
