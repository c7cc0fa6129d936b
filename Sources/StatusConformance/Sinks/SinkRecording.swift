/// What is kept of a run of a sink.
struct SinkRecording: TrialRecording {
  let plan: SinkPlan
  var world: World<SinkSituation>?
  var occurrences = Occurrences()
  var interruption: Interruption?
  var timeline = Timeline()
  /// One for each connection.
  var views: [ConnectionView] = []
  /// Where the bytes are cut to be decoded once more.
  var cuts: [Int] = []

  init(of plan: SinkPlan) {
    self.plan = plan
  }

  var expectedTranscript: [String] { lines(\.expected) }
  var seenTranscript: [String] { lines(\.seen) }

  private func lines(_ events: (ConnectionView) -> [Sighting]) -> [String] {
    views.indices.flatMap { index in
      events(views[index]).map { (views.count > 1 ? "connection \(index + 1): " : "") + "\($0)" }
    }
  }
}
