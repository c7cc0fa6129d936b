/// The events of every trace of a ``StatusBuffer``, also of those still to be opened.
///
/// A trace that is removed before its end stops where it was. One that the buffer lets go of before
/// its tail was read, or that came and went unseen, is still read to its end. Where an id is used
/// again, the next run follows when the one before has been delivered.
struct AllTracesSource: EventSource {
  private struct Run: Sendable {
    var log: TraceLog
    /// Whether the buffer has let go of it, after which it is not heard of again.
    var isGone: Bool
  }

  /// The runs under one id, of which one is delivered at a time.
  private struct Lane: Sendable {
    /// The run that is delivered, before those that come after it.
    var runs: [Run]
    /// How far the run has been delivered.
    var number: SequenceNumber
    /// Whether that is its end.
    var isDone = false

    var log: TraceLog { runs[0].log }
  }

  let buffer: StatusBuffer
  let parker = Parker()
  /// Where the viewer was when it came, until it has looked.
  private var resumed: TraceCursors?
  private var lanes: [TraceID: Lane] = [:]
  /// How many lanes are not done.
  private var undone = 0
  /// Traces that may have something new, in the order of their change.
  private var pending = Queue<TraceID>()
  private let departures = Departures()
  private var epoch = 0
  private var isClosed = false
  private let seat: ViewerSeat

  init(buffer: StatusBuffer, after cursors: TraceCursors) {
    self.buffer = buffer
    resumed = cursors
    seat = ViewerSeat(in: buffer, at: nil)
    let departures = departures
    buffer.changes.list.withState { $0.noteRemovals(in: departures) }
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
    buffer.registry.withState { $0.nextDeadline }.map { $0 - buffer.clock.now }
  }

  mutating func read(limit: Int) throws(BufferError) -> EventBatch? {
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
        var batch = try buffer.read(lane.log, after: lane.number, limit: limit)
        if !batch.isEmpty {
          batch.encodings = buffer.sharedEncodings(of: lane.log)
          return batch
        }
        guard batch.isComplete else { return nil }
      } catch {
        guard error.code == .removed else { throw error }
      }
      endRun(of: trace)
    }
    return nil
  }

  /// Finds out what is new.
  private mutating func look() throws(BufferError) {
    if let resumed { try check(resumed) }
    buffer.failOverdue()
    let (changes, gone) = buffer.changes.changes(since: epoch, and: departures)
    epoch = changes.next
    isClosed = changes.isClosed
    for log in gone { note(Run(log: log, isGone: true)) }
    for log in changes.logs { note(Run(log: log, isGone: false)) }
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
  private mutating func note(_ run: Run) {
    let trace = run.log.trace
    guard var lane = lanes[trace] else {
      lanes[trace] = Lane(runs: [run], number: start(of: run.log))
      undone += 1
      return pending.append(trace)
    }
    if let index = lane.runs.firstIndex(where: { $0.log.serial == run.log.serial }) {
      if run.isGone { lane.runs[index].isGone = true }
      // Of what the buffer does not hold there is nothing to resume.
      lanes[trace] = lane.isDone && run.isGone ? nil : lane
      if !lane.isDone { pending.append(trace) }
    } else if lane.isDone {
      lanes[trace] = Lane(runs: [run], number: .zero)
      undone += 1
      pending.append(trace)
    } else {
      lanes[trace]?.runs.append(run)
      pending.append(trace)
    }
  }

  /// After which number a run begins that is seen for the first time.
  private func start(of log: TraceLog) -> SequenceNumber {
    guard let place = resumed?.places[log.trace], place.run == nil || place.run == log.serial
    else { return .zero }
    let number = place.cursor.number
    // A number that the run does not have is one of another run, which was there before.
    return log.signal.withState { number <= $0.newest } ? number : .zero
  }

  mutating func noteDelivery(of trace: TraceID, to cursor: Cursor, isTerminal: Bool) {
    lanes[trace]?.number = cursor.number
    if isTerminal { endRun(of: trace) }
  }

  /// Goes on to the next run under an id.
  private mutating func endRun(of trace: TraceID) {
    guard var lane = lanes[trace] else { return }
    if lane.runs.count > 1 {
      lane.runs.removeFirst()
      lane.number = .zero
      lanes[trace] = lane
      return
    }
    undone -= 1
    lane.isDone = true
    lanes[trace] = lane.runs[0].isGone ? nil : lane
  }

  var isWoken: Bool { true }

  func awaitMore(in _: inout DiscardingTaskGroup) async {
    await buffer.awaitChanges(since: epoch, isClosed: isClosed, in: parker)
  }
}
