internal import StateLocking
import Synchronization

/// What a buffer knows of one of its viewers while it is there.
///
/// The viewer writes and others read, for the buffer's counters. What it writes per event is stored,
/// never added to, since nobody else writes it.
final class Viewer: Sendable {
  /// How far the viewer has come in one run.
  final class Place: Sendable {
    let log: TraceLog
    private let rawNumber: Atomic<Int>

    init(in log: TraceLog, after number: SequenceNumber) {
      self.log = log
      rawNumber = Atomic(number.rawValue)
    }

    /// The number of the last event that the viewer has.
    var number: SequenceNumber {
      get { SequenceNumber(rawValue: rawNumber.load(ordering: .relaxed)) }
      set { rawNumber.store(newValue.rawValue, ordering: .relaxed) }
    }
  }

  /// Where the viewer waits.
  let parker: Parker
  /// What the buffer has let go of since the viewer has looked; `nil` for a viewer of one trace.
  let departures: Departures?
  /// Whether events are encoded for it, so that there is something to share with others.
  private let isConnection: Bool

  private let placesByRun = Lock<[Int: Place]>([:])
  private let sentCount = Atomic<Int>(0)
  private let gapCount = Atomic<Int>(0)
  private let mark = Atomic<Int>(-1)

  init(parker: Parker, isConnection: Bool, departures: Departures? = nil) {
    self.parker = parker
    self.isConnection = isConnection
    self.departures = departures
  }

  /// The runs that the viewer is in, by the serial numbers of their logs.
  var places: [Int: Place] { placesByRun.withLock { $0 } }
  /// How many events the viewer has been given.
  var sent: Int { sentCount.load(ordering: .relaxed) }
  /// How many of them were gaps.
  var gaps: Int { gapCount.load(ordering: .relaxed) }

  /// The mark among the changes up to which a viewer of all traces has looked; `nil` before it has.
  var lookedUntil: Int? {
    get {
      let mark = mark.load(ordering: .relaxed)
      return mark < 0 ? nil : mark
    }
    set { mark.store(newValue ?? -1, ordering: .relaxed) }
  }

  /// Takes note that the viewer follows a run.
  func enter(_ log: TraceLog, after number: SequenceNumber) -> Place {
    let place = Place(in: log, after: number)
    placesByRun.withLock { $0[log.serial] = place }
    if isConnection { log.addConnection() }
    return place
  }

  /// Takes note that the viewer is done with a run.
  func exit(_ log: TraceLog) {
    let place = placesByRun.withLock { $0.removeValue(forKey: log.serial) }
    if isConnection, place != nil { log.removeConnection() }
  }

  /// Takes note that the viewer has gone.
  func exitAll() {
    for place in places.values { exit(place.log) }
  }

  /// Takes note that the viewer has been given events.
  @inline(__always)
  func noteDelivery(of events: DeliveredEvents, at place: Place?) {
    place?.number = events.cursor.number
    sentCount.store(sent &+ events.count, ordering: .relaxed)
    if events.gaps > 0 { gapCount.store(gaps &+ events.gaps, ordering: .relaxed) }
  }
}

/// Events of one trace that have been accepted in one go.
struct DeliveredEvents {
  let trace: TraceID
  let count: Int
  /// How many of them were gaps.
  let gaps: Int
  /// That of the last of them.
  let cursor: Cursor
  /// Whether the last one is the trace's terminal event.
  let isTerminal: Bool
}
