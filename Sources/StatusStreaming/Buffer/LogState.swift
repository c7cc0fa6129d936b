/// What a trace holds and how it answers, without locks, clocks or waiting.
struct LogState: Sendable {
  let trace: TraceID
  let capacity: Int
  let overflow: StatusBuffer.Configuration.OverflowPolicy
  /// What counts the bytes; `nil` if nobody does.
  private let budget: ByteBudget?
  private let refusals: RefusalCounters

  private var updates = SegmentedLog()
  private var ending: TraceEnding?
  /// How the trace stands after the segments that were let go of; `nil` if there were none, or if nobody
  /// knows.
  private var checkpoint: Checkpoint?
  /// When something last happened, counted from the opening.
  private(set) var lastActivity = Duration.zero
  /// Whether the trace was removed: what is left can be read, nothing can be added.
  var isRemoved = false
  /// What the events come to, if they are counted.
  private(set) var byteCount = 0

  init(
    trace: TraceID, configuration: StatusBuffer.Configuration, budget: ByteBudget?,
    refusals: RefusalCounters
  ) {
    self.trace = trace
    self.capacity = max(configuration.capacity, 1)
    self.overflow = configuration.overflow
    self.budget = budget
    self.refusals = refusals
  }

  /// The number of updates kept.
  var count: Int { updates.count }

  /// What is left of a state whose updates are let go: how many there were, and the end.
  var withoutUpdates: LogState {
    var state = self
    state.updates = SegmentedLog(dropped: updates.endIndex)
    state.checkpoint = nil
    return state
  }

  /// What is left of a state without updates whose end is let go of as well: how it ended.
  var withoutContent: LogState {
    var state = withoutUpdates
    state.ending = ending.map { TraceEnding($0.payload.withoutContent, at: $0.time) }
    return state
  }

  /// What the updates and the end come to, whether that is counted or not.
  var storedByteCount: Int {
    var rest = updates.slice(updates.startIndex..<updates.endIndex)
    var count = ending?.payload.storedByteCountOfEnd ?? 0
    while let (segment, index) = rest.popFirst() {
      count += segment.update(at: index).storedByteCount
    }
    return count
  }

  var isFinished: Bool { ending != nil }

  var newest: SequenceNumber {
    SequenceNumber(rawValue: updates.endIndex + (isFinished ? 1 : 0))
  }

  /// The number of the last update that was dropped, which is a gap's.
  var firstNumber: SequenceNumber { SequenceNumber(rawValue: updates.startIndex) }

  /// Adds an update whose bytes nobody counts.
  ///
  /// - Parameter time: when it was published; what was added before does not count as later.
  @inline(__always)
  mutating func append(
    _ update: StatusUpdate, at time: Duration
  ) throws(BufferError) -> SequenceNumber {
    try requireOpen()
    if updates.count == capacity {
      if overflow == .refuse { throw refusal(of: 1) }
      dropFirst()
    }
    if time > lastActivity { lastActivity = time }
    updates.append(update, at: lastActivity)
    return newest
  }

  mutating func append(
    contentsOf added: Span<StatusUpdate>, at time: Duration
  ) throws(BufferError) -> SequenceNumber {
    try requireOpen()
    if overflow == .refuse, added.count > capacity - updates.count {
      throw refusal(of: added.count)
    }
    if let budget {
      let growth = growth(byAdding: added)
      guard budget.reserve(growth) else {
        throw .tooManyBytes(trace, growth: growth, budget: budget)
      }
      byteCount += growth
    }
    if time > lastActivity { lastActivity = time }
    for index in added.indices {
      if updates.count == capacity { dropFirst() }
      updates.append(added[index], at: lastActivity)
    }
    return newest
  }

  @inline(__always)
  private mutating func dropFirst() {
    guard let segment = updates.dropFirst() else { return }
    checkpoint = .after(checkpoint, segment, of: trace)
  }

  /// What tells how the trace stands after an update; `nil` if the log has let go of it.
  func parts(ofSnapshotAt number: SequenceNumber) -> SnapshotParts? {
    let end = min(number.rawValue, updates.endIndex)
    let start = updates.firstReadableIndex
    guard end >= updates.startIndex, end >= start, checkpoint != nil || start == 0 else {
      return nil
    }
    return SnapshotParts(
      checkpoint: checkpoint, updates: updates.slice(start..<end), trace: trace)
  }

  @inline(never)
  private func refusal(of count: Int) -> BufferError {
    let error = BufferError.full(trace, capacity: capacity)
    refusals.note(error, updates: count)
    return error
  }

  mutating func finish(
    with outcome: TraceOutcome, at time: Duration
  ) throws(BufferError) -> SequenceNumber {
    try requireOpen()
    if time > lastActivity { lastActivity = time }
    end(with: outcome.payload)
    return newest
  }

  /// Fails an open trace that has been silent for too long.
  mutating func abandon(at time: Duration) {
    lastActivity = time
    end(with: .failed(message: "abandoned"))
  }

  private mutating func end(with payload: StreamEvent.Payload) {
    ending = TraceEnding(payload, at: lastActivity)
    // What the buffer has let go of is not counted any more.
    guard let budget, !isRemoved else { return }
    let size = payload.storedByteCountOfEnd
    byteCount += size
    budget.add(size)
  }

  /// By how many bytes the log would grow if updates were added, after older ones have made room.
  func growth(byAdding added: borrowing Span<StatusUpdate>) -> Int {
    let excess = max(0, updates.count + added.count - capacity)
    let start = updates.startIndex
    var dropped = updates.slice(start..<start + min(excess, updates.count))
    var growth = 0
    while let (segment, index) = dropped.popFirst() {
      growth -= segment.update(at: index).storedByteCount
    }
    for index in max(0, excess - updates.count)..<added.count {
      growth += added[index].storedByteCount
    }
    return growth
  }

  private func requireOpen() throws(BufferError) {
    if isFinished { throw .traceFinished(trace) }
    if isRemoved { throw .removed(trace) }
  }

  /// The events after a cursor, at a cost that depends on nothing.
  func read(
    after cursor: SequenceNumber, limit: Int, in epoch: PackedEpoch
  ) throws(BufferError) -> EventBatch {
    guard cursor >= .zero, cursor <= newest else {
      throw .cursorAhead(trace, cursor: cursor, newest: newest)
    }
    if cursor == newest, isRemoved, !isFinished { throw .removed(trace) }
    var position = cursor.rawValue
    var room = limit
    var gap: (lost: Int, time: Duration)?
    if position < updates.startIndex, room > 0 {
      gap = (updates.startIndex - position, updates.firstTime ?? lastActivity)
      position = updates.startIndex
      room -= 1
    }
    let end = position + min(room, max(updates.endIndex - position, 0))
    let shared = position < end ? updates.slice(position..<end) : LogSlice()
    room -= shared.count
    let isAtEnding = end >= updates.endIndex
    let ending = room > 0 && end == updates.endIndex ? ending : nil
    return EventBatch(
      trace: trace, epoch: epoch, gap: gap, position: position, updates: shared, ending: ending,
      isComplete: isFinished && (ending != nil || isAtEnding && end > updates.endIndex))
  }
}

/// How a trace stands after the updates that its log has let go of.
///
/// The log keeps one, and makes the next whenever it lets go of a segment, which costs what is in that:
/// whoever publishes pays nothing for a snapshot that nobody asks for.
final class Checkpoint: Sendable {
  private let snapshot: TraceSnapshot

  private init(_ snapshot: TraceSnapshot) {
    self.snapshot = snapshot
  }

  /// The next one, after a segment that is let go of.
  @inline(never)
  static func after(
    _ checkpoint: Checkpoint?, _ segment: LogSegment, of trace: TraceID
  ) -> Checkpoint {
    var snapshot = checkpoint?.snapshot ?? TraceSnapshot(of: trace)
    snapshot.apply(
      LogSlice(count: segment.capacity, first: segment, offset: 0, later: nil))
    return Checkpoint(snapshot)
  }

  /// How the trace stands after more updates.
  static func snapshot(
    after checkpoint: Checkpoint?, _ updates: LogSlice, of trace: TraceID, in epoch: PackedEpoch
  ) -> TraceSnapshot {
    var snapshot = checkpoint?.snapshot ?? TraceSnapshot(of: trace)
    snapshot.apply(updates)
    let number = snapshot.cursor.number
    snapshot.cursor = number == .zero ? .zero : Cursor(number, in: epoch.epoch)
    return snapshot
  }
}

extension TraceSnapshot {
  /// Takes account of a trace's next updates.
  fileprivate mutating func apply(_ updates: LogSlice) {
    var last: (segment: LogSegment, index: Int)?
    for (segment, range) in updates.parts where !range.isEmpty {
      segment.apply(range, to: &self)
      last = (segment, range.upperBound - 1)
    }
    guard let last else { return }
    note(last.segment.update(at: last.index))
    cursor = Cursor(SequenceNumber(rawValue: cursor.number.rawValue + updates.count))
    time = last.segment.time(at: last.index)
  }
}

/// What a snapshot of a trace is made of, outside of the log's lock.
struct SnapshotParts: Sendable {
  let checkpoint: Checkpoint?
  let updates: LogSlice
  let trace: TraceID

  func snapshot(in epoch: PackedEpoch) -> TraceSnapshot {
    Checkpoint.snapshot(after: checkpoint, updates, of: trace, in: epoch)
  }
}

/// How a trace ended and when; shared by the log and the batches read from it.
final class TraceEnding: Sendable {
  let payload: StreamEvent.Payload
  /// Counted from the opening of the trace.
  let time: Duration

  init(_ payload: StreamEvent.Payload, at time: Duration) {
    self.payload = payload
    self.time = time
  }
}
