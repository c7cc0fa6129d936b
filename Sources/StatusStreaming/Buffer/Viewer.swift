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

  /// The places of a viewer, of whom most are in one run and need no dictionary.
  private struct Places: Sendable {
    var only: Place?
    var byRun: [Int: Place] = [:]
  }

  /// Where the viewer waits.
  let parker: Parker
  /// What the buffer has let go of since the viewer has looked; `nil` for a viewer of one trace.
  let removedTraces: RemovedTraces?
  /// Whether events are encoded for it, so that there is something to share with others.
  private let isConnection: Bool

  private let entered = Lock(Places())
  private let sentCount = Atomic<Int>(0)
  private let gapCount = Atomic<Int>(0)
  private let mark = Atomic<Int>(-1)

  init(parker: Parker, isConnection: Bool, removedTraces: RemovedTraces? = nil) {
    self.parker = parker
    self.isConnection = isConnection
    self.removedTraces = removedTraces
  }

  /// Where a viewer of one trace is; `nil` before it has found the trace, and for one of all traces.
  var place: Place? { entered.withLock { $0.only } }
  /// The runs that a viewer of all traces is in, by the serial numbers of their logs.
  var places: [Int: Place] { entered.withLock { $0.byRun } }
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
    entered.withLock {
      if removedTraces == nil { $0.only = place } else { $0.byRun[log.serial] = place }
    }
    if isConnection { log.addConnection() }
    return place
  }

  /// Takes note that the viewer is done with a run.
  func exit(_ log: TraceLog) {
    let place = entered.withLock {
      removedTraces == nil ? $0.only.take() : $0.byRun.removeValue(forKey: log.serial)
    }
    if isConnection, place != nil { log.removeConnection() }
  }

  /// Takes note that the viewer has gone.
  func exitAll() {
    for place in places.values { exit(place.log) }
    if let place { exit(place.log) }
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

/// The viewers of a buffer, and whether they are told to go.
struct ViewerTable: ~Copyable, Sendable {
  struct State: Sendable {
    fileprivate(set) var viewers: [Int: Viewer] = [:]
    /// What viewers were given that have left.
    fileprivate(set) var sent = 0
    fileprivate(set) var gaps = 0
    fileprivate var lastKey = 0
    fileprivate var isDraining = false
    /// The buffer clock's time after which nothing more is sent; `nil` for never.
    fileprivate var deadline: Duration?
  }

  /// What a viewer holds while it is there; letting go of it is to leave.
  final class Registration: Sendable {
    let viewer: Viewer
    private let buffer: StatusBuffer
    private let key: Int

    fileprivate init(of viewer: Viewer, in buffer: StatusBuffer, key: Int) {
      self.viewer = viewer
      self.buffer = buffer
      self.key = key
    }

    deinit { buffer.viewers.remove(key) }
  }

  private let signal: Signal<State>
  private let isDrainingNow = Atomic<Bool>(false)

  init(noting access: SharedAccess?) {
    signal = Signal(State(), noting: access)
  }

  /// Whether viewers are to go once they have what there is.
  ///
  /// Read before the buffer is: what was there when the drain began is then read as well.
  var isDraining: Bool {
    signal.noteReading()
    return isDrainingNow.load(ordering: .acquiring)
  }

  var count: Int { signal.read { $0.viewers.count } }

  /// The buffer clock's time after which nothing more is sent; `nil` for never.
  var deadline: Duration? { signal.read { $0.deadline } }

  /// Lets a viewer in.
  ///
  /// - Parameter trace: what it wants to see; `nil` for all traces.
  /// - Throws: ``BufferError/Code/tooManyViewers``, ``BufferError/Code/draining``.
  func admit(
    _ viewer: Viewer, of trace: TraceID?, to buffer: StatusBuffer
  ) throws(BufferError) -> Registration {
    let limit = buffer.configuration.limits.viewers
    let key = try signal.withState { (state) throws(BufferError) in
      if state.isDraining { throw .draining(trace) }
      if let limit, state.viewers.count >= limit { throw .tooManyViewers(trace, limit: limit) }
      state.lastKey += 1
      state.viewers[state.lastKey] = viewer
      return state.lastKey
    }
    return Registration(of: viewer, in: buffer, key: key)
  }

  private func remove(_ key: Int) {
    let (viewer, isLast) = signal.withState { state in
      let viewer = state.viewers.removeValue(forKey: key)
      state.sent += viewer?.sent ?? 0
      state.gaps += viewer?.gaps ?? 0
      return (viewer, state.viewers.isEmpty)
    }
    viewer?.exitAll()
    if isLast { signal.change { _ in } }
  }

  /// Tells the viewers to go, by a deadline if there is one; of several the earliest counts.
  func drain(by deadline: Duration?) {
    let viewers = signal.withState { state in
      if state.isDraining, let earlier = state.deadline {
        state.deadline = min(earlier, deadline ?? earlier)
      } else {
        state.deadline = deadline
      }
      state.isDraining = true
      isDrainingNow.store(true, ordering: .releasing)
      return state.viewers
    }
    // In the order of their coming, since what they do next may depend on it.
    for (_, viewer) in viewers.sorted(by: { $0.key < $1.key }) { viewer.parker.unpark() }
  }

  /// Waits until the last viewer has left or the parker is woken otherwise.
  func awaitLeaving(in parker: Parker) async {
    await signal.wait(in: parker) { $0.viewers.isEmpty }
  }

  /// Looks at the viewers, of whom none comes or leaves meanwhile.
  func withState<Result: Sendable>(_ body: (State) -> Result) -> Result {
    // What viewers have been given they count by themselves, having read the table.
    signal.noteWriting()
    return signal.read { body($0) }
  }
}

/// The traces that a buffer has let go of since a viewer of all traces has looked.
///
/// The viewer reads them to their end although the buffer holds them no longer. One that falls behind
/// keeps a bounded part of them: of those that went before, first the updates are let go of, then what
/// the end said, so that it can be told how many there were and how they ended.
final class RemovedTraces: Sendable {
  /// The most updates kept, unless the last trace has more by itself.
  private static let room = 10_000

  private struct State: Sendable {
    var logs: [TraceLog] = []
    /// What each of them comes to, as far as that was asked.
    var sizes: [Int] = []
    /// How many of the logs, from the first on, have no updates any more, and how many no content.
    var emptied = 0
    var reduced = 0
    /// How many updates the others hold, and what all come to.
    var updates = 0
    var bytes = 0

    /// Measures the logs that have not been measured.
    mutating func measure() {
      for log in logs[sizes.count...] {
        sizes.append(log.storedByteCount)
        bytes += sizes[sizes.count - 1]
        updates += log.updateCount
      }
    }

    mutating func replace(_ index: Int, by log: TraceLog) {
      logs[index] = log
      bytes -= sizes[index]
      sizes[index] = log.storedByteCount
      bytes += sizes[index]
    }
  }

  private let state = Lock(State())
  private let byteRoom: Int

  /// - Parameter byteRoom: the most bytes of events that are kept, unless the last trace has more by
  ///   itself.
  init(byteRoom: Int) {
    self.byteRoom = byteRoom
  }

  /// The logs noted since the last time.
  var logs: [TraceLog] { state.withLock { $0.logs } }

  /// Keeps a log that the buffer lets go of, to which nothing is added any more.
  func note(_ log: TraceLog) {
    state.withLock { state in
      state.logs.append(log)
      let last = state.logs.count - 1
      // To measure is to walk through the events, which a viewer that keeps up does not pay for.
      if last == 0 { return }
      state.measure()
      while state.updates > Self.room || state.bytes > byteRoom, state.emptied < last {
        state.updates -= state.logs[state.emptied].updateCount
        state.replace(state.emptied, by: state.logs[state.emptied].withoutUpdates)
        state.emptied += 1
      }
      while state.bytes > byteRoom, state.reduced < state.emptied {
        state.replace(state.reduced, by: state.logs[state.reduced].withoutContent)
        state.reduced += 1
      }
    }
  }

  /// The logs noted since the last time, in the order in which they went.
  func take() -> [TraceLog] {
    state.withLock { state in
      let logs = state.logs
      state = State()
      return logs
    }
  }
}
