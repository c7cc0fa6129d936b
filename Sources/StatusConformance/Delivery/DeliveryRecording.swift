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
  var expected: [SeenEvent] {
    let script = plan == .reused ? scripts.last : scripts.first
    guard let trace = traces.first, let script else { return [] }
    return script.events(of: trace).map { SeenEvent($0) }
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
    return runs.flatMap { run in run.script.events(of: run.trace).map { "\(SeenEvent($0))" } }
  }

  var seenTranscript: [String] {
    viewers.indices.flatMap { index in
      let name = world == nil ? "viewer \(index + 1)" : viewers[index].place.name
      let mark = viewers.count > 1 ? "\(name): " : ""
      return viewers[index].arrivals.map { "\(mark)\(SeenEvent($0))" }
    }
  }
}

extension DeliveryRecording {
  /// One run of a trace in a world.
  struct Run: Sendable, Hashable {
    let trace: TraceID
    let script: AgentScript
    /// Whether another run had the id before.
    let isSecond: Bool
    /// How many updates are in the buffer so far.
    var publishedCount = 0
    /// Whether the terminal event is in the buffer.
    var isFinished = false
    /// Whether the agent has ended, with or without a terminal event.
    var hasEnded = false
    /// Whether the trace was removed before its end, or before a viewer came again.
    var isRemoved = false

    init(of trace: TraceID, _ script: AgentScript, isSecond: Bool) {
      self.trace = trace
      self.script = script
      self.isSecond = isSecond
    }

    /// The number of the newest event in the buffer.
    var newest: Int { publishedCount + (isFinished ? 1 : 0) }
  }
}

extension DeliveryRecording.Viewer {
  /// What a connection of a world follows, and how it finds it.
  struct Place: Sendable, Hashable {
    /// What the connection is called: `viewer 2, connection 3`.
    var name = ""
    /// Whose it is, counted from 0.
    var person = 0
    /// The place of the run among all runs.
    var run = 0
    /// How many updates there had been before.
    var publishedBefore = 0
    /// Whether the run had ended before.
    var isLate = false
    /// Whether the trace was gone before.
    var isGone = false
    /// How long a read of the buffer may take.
    var slowestRead = Duration.zero
    /// How many reads of the buffer have failed.
    var failedReads = 0
  }
}

extension DeliveryRecording {
  /// One viewer's connection.
  struct Viewer: Sendable, Hashable {
    /// How the closure that serves the connection ended.
    enum Outcome: Sendable, Hashable {
      case returned
      case threw(String)
    }

    /// After which number the viewer goes on.
    var cursor: SequenceNumber
    /// What its sink refuses to encode.
    var refusals = SinkRefusals()
    /// What it follows and how it found it, in a world.
    var place = Place()
    /// What was asked of the sink, by the order in which it began.
    var calls: [Call] = []
    /// The places of the calls that have not ended.
    var callsInProgress: [Int] = []
    /// Counts what begins and ends, since much of it happens at one instant.
    var tick = 0
    /// Whether the run cancelled the connection because its plan says so.
    var isCancelled = false
    /// When it did.
    var cancelled: Duration?
    /// Whether the connection had to be cancelled because it went on and on.
    var isStopped = false
    /// Whether that was done before the run had ended, since far more was sent than there is.
    var isOverrun = false
    var outcome: Outcome?
    /// Whether the closure threw anything but a `CancellationError`.
    var tellsFailure = false
    /// What befalls one of the sink's calls; `nil` if nothing does.
    var fault: SinkFault?
    /// The call that met with the fault of its plan.
    var faultyCall: Int?
    var began = Duration.zero
    /// When the closure had ended.
    var ended: Duration?
    /// Whether all that the connection had spawned has ended as well.
    var isOver = false

    init(after cursor: SequenceNumber) {
      self.cursor = cursor
    }

    /// What the viewer has received.
    var arrivals: [StreamEvent] { calls.flatMap(\.arrivals) }

    /// The first call of the sink that failed because the sink is made to.
    var failure: Int? { calls.firstIndex { $0.isFailure } }

    /// The call that delivered the terminal event.
    var ending: Int? { calls.firstIndex(where: \.isEnd) }
  }
}

extension DeliveryRecording {
  /// One call of a viewer's sink.
  struct Call: Sendable, Hashable {
    /// What was asked.
    enum Request: Sendable, Hashable {
      case send(StreamEvent)
      case batch([StreamEvent])
      case heartbeat
      case close

      /// The events that the sink is given.
      var events: [StreamEvent] {
        switch self {
        case .send(let event): [event]
        case .batch(let events): events
        case .heartbeat, .close: []
        }
      }
    }

    /// What came of it.
    enum Result: Sendable, Hashable {
      case accepted
      case threw(String)
    }

    let request: Request
    let began: Duration
    /// The count of the viewer's ticks at the beginning.
    let beginning: Int
    /// Whether the connection had been cancelled before.
    let isAfterCancellation: Bool
    /// Whether it was made by a task that was cancelled.
    let isOfCancelledTask: Bool
    /// The call that was in progress at the beginning.
    let overlapped: Int?
    var result: Result?
    /// How many of the events were accepted.
    var acceptedCount = 0
    var ended: Duration?
    /// The count of the viewer's ticks at the end.
    var ending: Int?
    /// How many updates the buffer had been given at the end.
    var publishedCount = 0
    /// Whether the task that made it was cancelled when it ended.
    var endedCancelled = false
    /// Whether it failed because the sink is made to.
    var isFailure = false
    /// Whether the sink has refused an event of it.
    var isRefusal = false

    /// Whether it delivered a terminal event.
    var isEnd: Bool {
      switch request {
      case .send(let event): acceptedCount > 0 && event.payload.isTerminal
      case .batch: arrivals.contains { $0.payload.isTerminal }
      case .heartbeat, .close: false
      }
    }

    /// The events that were accepted.
    var arrivals: ArraySlice<StreamEvent> { request.events.prefix(acceptedCount) }
  }
}

extension DeliveryRecording.Call: CustomStringConvertible {
  /// What was asked, where there is little room.
  var sign: String {
    switch request {
    case .send(let event): "#\(event.sequence)"
    case .batch(let events): events.last.map { "to #\($0.sequence)" } ?? "none"
    case .heartbeat: "♥"
    case .close: "close"
    }
  }

  /// What was asked, in a few words.
  var description: String {
    switch request {
    case .send(let event): "the send of \(SeenEvent(event))"
    case .batch(let events):
      switch events.count {
      case 0: "the send of no events"
      case 1: "the send of a batch of one, \(SeenEvent(events[0]))"
      case let count:
        "the send of \(count) events, \(SeenEvent(events[0])) to #\(events[count - 1].cursor)"
      }
    case .heartbeat: "a heartbeat"
    case .close: "a close"
    }
  }
}
