import StatusStreaming

/// Runs that are worlds.
extension DeliveryTrial {
  var design: WorldDesign<DeliverySituation> {
    let isResumable = capabilities.contains(.resumable)
    let situations = DeliverySituation.allCases.filter { situation in
      switch situation {
      case .numbered, .everyNumber: isResumable
      case .refusals: capabilities.contains(.sizeLimit)
      case .silence, .hours: isExplored
      case .failingHeartbeats: isExplored && capabilities.contains(.heartbeats)
      default: true
      }
    }
    // Every update is sent to every viewer, again at each of its connections.
    return WorldDesign(
      situations, upTo: 4_097, boundaries: Occurrences.lengths(upTo: nil) + ["capacity met"])
  }

  func perform(
    _ world: World<DeliverySituation>, on stage: Stage, into recorder: Recorder<DeliveryRecording>
  ) async {
    await DeliveryWorldRun(
      world, on: stage, into: recorder, isResumable: capabilities.contains(.resumable),
      sendTimeout: sendTimeout, program: program
    ).perform()
  }

  func findings(
    in recording: DeliveryRecording, of world: World<DeliverySituation>
  ) -> [(rule: Int, finding: Finding)] {
    DeliveryWorldJudgement(
      of: recording, readAhead: readAhead, sendTimeout: sendTimeout, isExplored: isExplored
    ).findings
  }
}
