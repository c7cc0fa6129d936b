import ReferenceScenarios
import StatusStreaming

/// What happened in a run of a delivery.
struct DeliveryRecording: TrialRecording {
  let plan: DeliveryPlan
  var world: World<NoSituation>?
  var occurrences = Occurrences()
  var interruption: Interruption?
  var timeline = Timeline()
  /// The traces' names, the followed one first.
  var traces: [TraceID] = []
  /// What each trace's agent said.
  var scripts: [AgentScript] = []
  /// How many updates of the first trace are in the buffer so far.
  var publishedCount = 0
  /// The viewers, in the order in which they came.
  var viewers: [Viewer] = []
  /// The viewer that was made to fail.
  var brokenViewer: Int?

  init(of plan: DeliveryPlan) {
    self.plan = plan
  }

  /// What the first trace's viewers had to see in the end, in order; of two runs of it the second's.
  var expected: [Sighting] {
    let script = plan == .reused ? scripts.last : scripts.first
    guard let trace = traces.first, let script else { return [] }
    return script.events(of: trace).map { Sighting($0) }
  }

  var expectedTranscript: [String] { expected.map(\.description) }

  var seenTranscript: [String] {
    viewers.indices.flatMap { index in
      let mark = viewers.count > 1 ? "viewer \(index + 1): " : ""
      return viewers[index].arrivals.map { "\(mark)\(Sighting($0))" }
    }
  }
}
