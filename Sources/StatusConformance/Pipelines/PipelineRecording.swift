import GoldenTranscripts
import StatusStreaming

/// What is kept of a run of a pipeline.
struct PipelineRecording: TrialRecording {
  /// The run of a trace, as its agent published it.
  struct Run: Sendable, Hashable {
    let trace: TraceID
    /// What was published, the last of it perhaps in vain.
    var payloads: [StreamEvent.Payload] = []
    /// How many of the events the pipeline has taken.
    var taken = 0
    /// When each of them was published.
    var moments: [Duration] = []
    var isOpen = false
    /// Whether the end has been published, and whether the pipeline has taken it.
    var isEnding = false
    var isOver = false
    /// The call that threw.
    var refusal: String?
    /// The call that took longest.
    var slowest = Call(event: 0, duration: .zero)
  }

  /// A call that published an event, in its turn from 1 on.
  struct Call: Sendable, Hashable {
    let event: Int
    let duration: Duration
  }

  /// One connection of a viewer.
  struct Connection: Sendable, Hashable {
    enum Ending: Sendable, Hashable {
      /// It goes on.
      case open
      /// By the pipeline.
      case closed
      /// By the viewer.
      case hungUp
      /// The pipeline had nothing to send.
      case finished
      case refused(String)
      case failed(String)
      /// It went on long after it should have ended.
      case endless
    }

    let name: String
    /// The place of its run; `nil` for a trace that nobody knows.
    let run: Int?
    /// What the viewer came with.
    let lastEventID: String?
    /// Whether that is an id of another history.
    let isForeign: Bool
    /// Whether the viewer wanted to go on, and had no id to go on after.
    let lacksID: Bool
    /// How many events the pipeline had taken before, the end among them.
    let takenBefore: Int
    let isAfterEnd: Bool
    /// Whether the viewer read slowly or not for a while.
    var isSlow = false
    /// Whether another viewer of the trace had gone away before the connection ended.
    var hasLostCompany = false
    let began: Duration
    var bytes: [UInt8] = []
    /// What was read, where the chunk began that completed it, and when it came.
    var readings: [Reading] = []
    /// Why the decoder could not read on, at which bytes.
    var failure: Failure?
    /// Where the format's own end was.
    var end: Int?
    /// Why the bytes can't end where they do, by the decoder.
    var openEnd: String?
    var ending = Ending.open
    /// Whether the end of the trace had been published when the connection ended.
    var isAfterEnding = false
    /// When the last event came.
    var lastEvent = Duration.zero
    /// The moments at which bytes came, and that of the end.
    var moments: [Duration] = []
  }

  struct Reading: Sendable, Hashable {
    let observation: Observation
    let place: Int
    let moment: Duration
  }

  struct Failure: Sendable, Hashable {
    let reason: String
    /// The rule that says most of it.
    let rule: Int
    let place: Range<Int>
  }

  let plan: PipelinePlan
  var world: World<PipelineSituation>?
  var occurrences = Occurrences()
  var interruption: Interruption?
  var timeline = Timeline()
  var runs: [Run] = []
  var connections: [Connection] = []
  /// Why there was no pipeline.
  var startFailure: String?
  /// The number that a viewer was shown last, of whichever trace.
  var shown: Cursor?
  /// Whether it was stopped while viewers were connected.
  var isStopped = false

  /// Whether nobody waits any more for a run whose agent has stopped.
  var isAbandoned = false

  init(of plan: PipelinePlan) {
    self.plan = plan
  }

  var obstacles: [Int: String] { isAbandoned ? [604: "needs a stop of the pipeline"] : [:] }

  var traffic: Coverage.Traffic? {
    var traffic = Coverage.Traffic()
    for connection in connections {
      traffic.connections += 1
      traffic.cuts += connection.ending == .hungUp ? 1 : 0
      traffic.resumptions += connection.lastEventID == nil ? 0 : 1
      let events = connection.readings.filter(\.observation.isEvent)
      traffic.events += events.count
      guard let run = connection.run, connection.lastEventID == nil, !connection.isSlow else {
        continue
      }
      for (reading, published) in zip(events, runs[run].moments)
      where published >= connection.began {
        traffic.slowest = max(traffic.slowest ?? .zero, reading.moment - published)
      }
    }
    return traffic
  }

  var expectedTranscript: [String] {
    runs.flatMap { run in
      run.payloads.enumerated().map { index, payload in
        let number = SequenceNumber(rawValue: index + 1)
        return "\(SeenEvent(StreamEvent(trace: run.trace, sequence: number, payload: payload)))"
      }
    }
  }

  var seenTranscript: [String] {
    connections.flatMap { connection in
      connection.readings.map(\.observation).filter(\.isEvent)
        .map { "\(connection.name): \($0.line)" }
    }
  }
}
