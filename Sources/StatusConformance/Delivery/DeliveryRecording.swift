import ReferenceScenarios
import StatusStreaming

/// What happened in a run of a delivery.
struct DeliveryRecording: TrialRecording {
  let plan: DeliveryPlan
  var world: World<DeliverySituation>?
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
  /// The runs of traces in a world, none in a run of a plan.
  var runs: [Run] = []
  /// How many updates a world's buffer keeps of a trace.
  var worldCapacity = 0

  init(of plan: DeliveryPlan) {
    self.plan = plan
  }

  /// What the first trace's viewers had to see in the end, in order; of two runs of it the second's.
  var expected: [Sighting] {
    let script = plan == .reused ? scripts.last : scripts.first
    guard let trace = traces.first, let script else { return [] }
    return script.events(of: trace).map { Sighting($0) }
  }

  /// How many updates the buffer keeps of a trace.
  var capacity: Int { world == nil ? plan.capacity : worldCapacity }

  /// How many updates of the trace that a viewer follows are in the buffer so far.
  func publishedCount(behind viewer: Int) -> Int {
    world == nil ? publishedCount : runs[viewers[viewer].place.run].publishedCount
  }

  /// Whether a read of the buffer or a call of the sink has failed for one who follows a run of a world.
  func hasFailure(in run: Int) -> Bool {
    viewers.contains { viewer in
      viewer.place.run == run && (viewer.place.failedReads > 0 || viewer.failure != nil)
    }
  }

  var expectedTranscript: [String] {
    guard world != nil else { return expected.map(\.description) }
    return runs.flatMap { run in run.script.events(of: run.trace).map { "\(Sighting($0))" } }
  }

  var seenTranscript: [String] {
    viewers.indices.flatMap { index in
      let name = world == nil ? "viewer \(index + 1)" : viewers[index].place.name
      let mark = viewers.count > 1 ? "\(name): " : ""
      return viewers[index].arrivals.map { "\(mark)\(Sighting($0))" }
    }
  }
}
