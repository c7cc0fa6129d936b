/// The events of every trace of a ``StatusBuffer``, also of those still to be opened.
///
/// A trace that is removed before its end stops where it was. One that the buffer lets go of before
/// its tail was read, or that came and went unseen, is still read to its end. Where an id is used
/// again, the next run follows when the one before has been delivered.
struct AllTracesSource: EventSource {
  private struct Run: Sendable {
    let place: Viewer.Place
    /// Whether the buffer has let go of it, after which it is not heard of again.
    var isGone: Bool

    var log: TraceLog { place.log }
  }

  /// The runs under one id, of which one is delivered at a time.
  private struct Lane: Sendable {
    /// The run that is delivered, before those that come after it.
    var runs: [Run]
    /// Whether it has been delivered to its end.
    var isDone = false
    /// Whether the viewer was told how the run stood when its first events came.
    var hasBegun = false

    var log: TraceLog { runs[0].log }
    /// How far the run has been delivered.
    var number: SequenceNumber { runs[0].place.number }
  }

  /// The bytes of removed traces that are kept for a viewer where the buffer has no limit on bytes.
  private static let usualByteRoom = 64 << 20

  let buffer: StatusBuffer
  let parker = Parker()
  /// Where the viewer was when it came, until it has looked.
  private var resumed: TraceCursors?
  private var lanes: [TraceID: Lane] = [:]
  /// How many lanes are not done.
  private var undone = 0
  /// Traces that may have something new, in the order of their change.
  private var pending = Queue<TraceID>()
  private let removedTraces: RemovedTraces
  private var mark = 0
  private var isClosed = false
  private(set) var isDrained = false
  var needsSnapshots = false
  private let viewer: Viewer
  private var registration: ViewerTable.Registration?

  init(buffer: StatusBuffer, after cursors: TraceCursors) {
    self.buffer = buffer
    resumed = cursors
    let removedTraces = RemovedTraces(
      byteRoom: buffer.configuration.limits.bytes ?? Self.usualByteRoom)
    self.removedTraces = removedTraces
    viewer = Viewer(parker: parker, isConnection: true, removedTraces: removedTraces)
    buffer.changes.list.withState { $0.noteRemovals(in: removedTraces) }
  }

  var place: TraceCursors {
    if let resumed { return resumed }
    return TraceCursors(
      places: lanes.compactMapValues { lane in
        guard lane.number > .zero else { return nil }
        let cursor = Cursor(lane.number, in: buffer.epoch)
        return TraceCursors.Place(cursor: cursor, run: lane.log.serial)
      })
  }

  var isComplete: Bool { isClosed && pending.isEmpty && undone == 0 }

  var timeLeft: Duration? {
    buffer.registry.read { $0.nextDeadline }.map { $0 - buffer.clock.now }
  }

  mutating func read(limit: Int) throws(BufferError) -> EventBatch? {
    if registration == nil { registration = try buffer.admit(viewer, of: nil) }
    let isDraining = isDraining
    if let batch = try readNext(limit: limit) { return batch }
    // What was pending may have been all that was read, so that nobody has looked yet.
    if isDraining, let batch = try readNext(limit: limit) { return batch }
    isDrained = isDraining && !isComplete
    return nil
  }

  private mutating func readNext(limit: Int) throws(BufferError) -> EventBatch? {
    if pending.isEmpty { try look() }
    while let trace = pending.first() {
      pending.removeFirst()
      guard let batch = try read(trace, limit: limit) else { continue }
      // A trace with more than its share waits its turn again behind the others.
      if batch.count == limit || lanes[trace].map({ $0.runs.count > 1 }) == true {
        pending.append(trace)
      }
      return batch
    }
    return nil
  }

  private mutating func read(_ trace: TraceID, limit: Int) throws(BufferError) -> EventBatch? {
    while let lane = lanes[trace], !lane.isDone {
      do {
        var batch = try read(lane, limit: limit)
        if !batch.isEmpty {
          lanes[trace]?.hasBegun = true
          batch.encodings = lane.log.sharedEncodings(buffer.configuration)
          return batch
        }
        lane.log.noteCatchingUp()
        guard batch.isComplete else { return nil }
      } catch {
        guard error.code == .removed else { throw error }
      }
      endRun(of: trace)
    }
    return nil
  }

  private func read(_ lane: Lane, limit: Int) throws(BufferError) -> EventBatch {
    needsSnapshots
      ? try buffer.readWithSnapshot(
        lane.log, after: lane.number, limit: limit, atCursor: !lane.hasBegun)
      : try buffer.read(lane.log, after: lane.number, limit: limit)
  }

  /// Finds out what is new.
  private mutating func look() throws(BufferError) {
    if let resumed { try check(resumed) }
    buffer.failOverdue()
    let (changes, gone) = buffer.changes.changes(since: mark, and: removedTraces)
    mark = changes.next
    isClosed = changes.isClosed
    for log in gone { note(log, isGone: true) }
    for log in changes.logs { note(log, isGone: false) }
    viewer.lookedUntil = mark
    resumed = nil
  }

  private func check(_ cursors: TraceCursors) throws(BufferError) {
    // In an order of their own, since the error names one of them.
    for (trace, place) in cursors.places.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let number = try place.cursor.number(in: buffer.epoch, of: trace)
      if number < .zero { throw .cursorAhead(trace, cursor: number, newest: .zero) }
    }
  }

  /// Takes note of a run that has changed, or that the buffer has let go of.
  private mutating func note(_ log: TraceLog, isGone: Bool) {
    let trace = log.trace
    guard var lane = lanes[trace] else {
      return begin(log, after: start(of: log), isGone: isGone)
    }
    if let index = lane.runs.firstIndex(where: { $0.log.serial == log.serial }) {
      if isGone { lane.runs[index].isGone = true }
      lanes[trace] = lane
      if lane.isDone { forget(lane) } else { pending.append(trace) }
    } else if lane.isDone {
      viewer.exit(lane.log)
      begin(log, after: .zero, isGone: isGone)
    } else {
      let place = viewer.enter(log, after: .zero)
      lanes[trace]?.runs.append(Run(place: place, isGone: isGone))
      pending.append(trace)
    }
  }

  private mutating func begin(_ log: TraceLog, after number: SequenceNumber, isGone: Bool) {
    let place = viewer.enter(log, after: number)
    lanes[log.trace] = Lane(runs: [Run(place: place, isGone: isGone)])
    undone += 1
    pending.append(log.trace)
  }

  /// Forgets a lane that is done, if the buffer does not hold its run: then there is nothing to resume.
  private mutating func forget(_ lane: Lane) {
    guard lane.runs[0].isGone else { return }
    viewer.exit(lane.log)
    lanes[lane.log.trace] = nil
  }

  /// After which number a run begins that is seen for the first time.
  private func start(of log: TraceLog) -> SequenceNumber {
    guard let place = resumed?.places[log.trace], place.run == nil || place.run == log.serial
    else { return .zero }
    let number = place.cursor.number
    // A number that the run does not have is one of another run, which was there before.
    return log.signal.read { number <= $0.newest } ? number : .zero
  }

  mutating func noteDelivery(of events: DeliveredEvents) {
    viewer.noteDelivery(of: events, at: lanes[events.trace]?.runs[0].place)
    if events.isTerminal { endRun(of: events.trace) }
  }

  /// Goes on to the next run under an id.
  private mutating func endRun(of trace: TraceID) {
    guard var lane = lanes[trace] else { return }
    if lane.runs.count > 1 {
      viewer.exit(lane.log)
      lane.runs.removeFirst()
      lane.hasBegun = false
      lanes[trace] = lane
      return
    }
    undone -= 1
    lane.isDone = true
    lanes[trace] = lane
    forget(lane)
  }

  var isDraining: Bool { buffer.isDraining }
  var isOverdue: Bool { buffer.isDraining && buffer.isPastDrainDeadline }

  mutating func leave(_: DeliveryEnding) {
    registration = nil
  }

  var isWoken: Bool { true }

  func timers<C: Clock>(on clock: C) -> TimerQueue<C> where C.Duration == Duration {
    buffer.timers(on: clock)
  }

  func awaitMore() async {
    await buffer.awaitChanges(since: mark, isClosed: isClosed, in: parker)
  }
}

/// A viewer's place in every trace of a buffer.
///
/// It remembers which run each cursor belongs to, so that a later run under the same id is delivered
/// from its beginning. A cursor that was put in by hand belongs to whatever run there is, or to an
/// earlier one if it is beyond that run's newest event.
public struct TraceCursors: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  struct Place: Sendable, Hashable {
    var cursor: Cursor
    /// The serial number of the run's log, `nil` if it is not known.
    var run: Int?
  }

  private(set) var places: [TraceID: Place]

  init(places: [TraceID: Place]) {
    self.places = places
  }

  /// Takes cursors of runs that are not known.
  public init(_ cursors: [TraceID: Cursor] = [:]) {
    places = cursors.mapValues { Place(cursor: $0) }
  }

  /// Takes cursors of runs that are not known; of two for one trace the last.
  public init(dictionaryLiteral cursors: (TraceID, Cursor)...) {
    self.init(Dictionary(cursors) { $1 })
  }

  /// The cursors, without the runs that they belong to.
  public var cursors: [TraceID: Cursor] { places.mapValues(\.cursor) }

  /// The place in one trace; `nil` if nothing of it was delivered, or the buffer has let go of it.
  public subscript(trace: TraceID) -> Cursor? {
    get { places[trace]?.cursor }
    set { places[trace] = newValue.map { Place(cursor: $0) } }
  }

  /// Whether both are at the same places, whatever is known of their runs.
  public static func == (left: TraceCursors, right: TraceCursors) -> Bool {
    left.cursors == right.cursors
  }

  /// Feeds the cursors.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(cursors)
  }
}
