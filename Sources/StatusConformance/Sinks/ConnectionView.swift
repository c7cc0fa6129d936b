import GoldenTranscripts
import StatusStreaming

/// One connection of a run: what its sink was asked for, what it wrote and what that says.
struct ConnectionView: Sendable, Hashable {
  /// A call of the sink.
  struct Call: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
      case send(StreamEvent)
      case batch([StreamEvent])
      /// How the trace stands after an event.
      case snapshot(Cursor)
      case heartbeat
      case close
    }

    enum Outcome: Sendable, Hashable {
      case running
      case returned
      case threw(String)
    }

    let kind: Kind
    /// When it began.
    var began = Duration.zero
    var outcome = Outcome.running
    /// How many events of a batch the sink says that it has accepted.
    var count: Int?

    /// The events that the sink was given.
    var offered: [StreamEvent] {
      switch kind {
      case .send(let event): [event]
      case .batch(let events): events
      case .snapshot, .heartbeat, .close: []
      }
    }

    /// Those of them that the sink says that it has accepted.
    var accepted: [StreamEvent] {
      guard outcome == .returned else { return [] }
      return count.map { Array(offered.prefix(max($0, 0))) } ?? offered
    }
  }

  /// A call of the writer.
  struct Write: Sendable, Hashable {
    enum Outcome: Sendable, Hashable {
      case running
      case completed
      case threw
    }

    let size: Int
    /// How many calls of the sink had begun.
    let calls: Int
    /// Whether another write was in progress.
    let isOverlapping: Bool
    /// Whether a write had thrown before.
    let isAfterFailure: Bool
    /// Whether the sink was closed before.
    let isAfterClose: Bool
    /// When it began.
    let began: Duration
    /// When it had ended, if it has.
    var ended: Duration?
    /// Whether the task that began it was cancelled, though the call in progress was not.
    let isOfLostTask: Bool
    var outcome = Outcome.running
    /// What of it is on the wire.
    var range = 0..<0
  }

  /// What the decoder has read.
  struct Reading: Sendable, Hashable {
    let observation: Observation
    /// The write that made it readable.
    let write: Int
  }

  /// What was to be written when nothing had been accepted for long.
  struct Backlog: Sendable, Hashable {
    let accepted: Int
    let seen: Int
  }

  /// Where the decoder could not read on.
  struct Failure: Sendable, Hashable {
    /// The decoder's error.
    let reason: String
    /// The write that it threw at.
    let write: Int
    /// The rule of the events' own protocol that they break; `nil` if they have none, or keep it.
    var ownRule: Int?
  }

  /// What the format shows.
  let observes: Projection
  /// Whether the sink has tasks of its own, which may write what a call has accepted.
  var hasTasks = false
  /// When the sink was made.
  var made = Duration.zero
  /// The events that the viewer is to be sent.
  var events: [StreamEvent]
  /// How the trace stood before them, if it had begun.
  var standing: TraceSnapshot?
  var calls: [Call] = []
  var writes: [Write] = []
  var bytes: [UInt8] = []
  var readings: [Reading] = []
  /// How many bytes there are up to the format's own end of the connection, once it was read.
  var end: Int?
  /// Why the decoder could not read on.
  var failure: Failure?
  /// Why the bytes can't end where they do, by the decoder.
  var openEnd: String?
  /// How many events were accepted and how many were on the wire, after a stall had lasted for long.
  var backlog: Backlog?
  /// The write during which the connection's task was cancelled.
  var cancelled: Int?
  /// Whether writes took so long that a sink may have given its viewer up.
  var isSlow = false
  /// The numbers of updates that take exactly the size limit, of each trace.
  var largest: [TraceID: Set<SequenceNumber>] = [:]
  /// Whether a call had not returned long after the cancellation.
  var isStuck = false

  init(of events: [StreamEvent], observes: Projection) {
    self.events = events
    self.observes = observes
  }

  /// What the viewer has to see of the events.
  var expected: [SeenEvent] { events.compactMap(seenEvent) }

  /// What the viewer saw.
  var seen: [SeenEvent] { readings.compactMap { seenEvent($0.observation) } }

  /// What is seen of an event, apart from its time.
  func seenEvent(_ event: StreamEvent) -> SeenEvent? {
    observes.subtracting(.times).observed(event).map(SeenEvent.init)
  }

  func seenEvent(_ observation: Observation) -> SeenEvent? {
    guard case .event(let event) = observation else { return nil }
    return event.projected(onto: observes.subtracting(.times)).map(SeenEvent.init)
  }
}
