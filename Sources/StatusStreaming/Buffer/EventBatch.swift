/// What a reader of a trace gets in one go: the events after its cursor, oldest first.
///
/// A batch shares the updates with the buffer's log, so to take one costs the same whatever its
/// size, and an event is made when the iteration comes to it. It stays readable also when the
/// buffer has let go of the trace.
public struct EventBatch: Sendable, Sequence {
  /// What follows the updates.
  private enum Tail: Sendable {
    case none
    /// Apart from the batch, which few batches have and all are moved about with.
    indirect case ending(TraceEnding)
    /// Events that are there as values, of a buffer without logs.
    case events(ArraySlice<StreamEvent>)
  }

  /// The run that the events belong to.
  public let trace: TraceID
  private let epoch: PackedEpoch
  /// The number of the event before the next update or the ending.
  private var position: Int
  /// The updates that were lost before ``position``; zero if there is no gap.
  private var lost: Int
  /// When the update after the gap was appended.
  private let timeAfterGap: Duration
  private var updates: LogSlice
  private var tail: Tail
  /// Whether nothing can follow the batch.
  let isComplete: Bool
  /// Where the bytes of the events are kept for all their viewers; `nil` if nothing is shared.
  var encodings: SharedEncodings?
  /// How the trace stands where the events begin, after a gap if there is one; `nil` if nobody needs to
  /// know.
  var snapshot: TraceSnapshot? {
    get { boxedSnapshot?.value }
    set { boxedSnapshot = newValue.map(SnapshotBox.init) }
  }
  /// Apart from the batch, which few batches have and all are moved about with.
  private var boxedSnapshot: SnapshotBox?

  /// - Parameters:
  ///   - gap: the updates lost at the beginning and when the one after them was appended.
  ///   - position: the number of the event before the first update.
  ///   - ending: the terminal event, if the batch includes it.
  init(
    trace: TraceID, epoch: PackedEpoch, gap: (lost: Int, time: Duration)?, position: Int,
    updates: LogSlice, ending: TraceEnding?, isComplete: Bool
  ) {
    self.trace = trace
    self.epoch = epoch
    self.lost = gap?.lost ?? 0
    self.timeAfterGap = gap?.time ?? .zero
    self.position = position
    self.updates = updates
    self.tail = ending.map { .ending($0) } ?? .none
    self.isComplete = isComplete
  }

  /// Collects events of a trace that are there as values.
  ///
  /// - Parameters:
  ///   - events: the events, oldest first.
  ///   - trace: the run that they belong to.
  public init(_ events: [StreamEvent], of trace: TraceID) {
    self.init(
      trace: trace, epoch: .none, gap: nil, position: 0, updates: LogSlice(), ending: nil,
      isComplete: events.last?.payload.isTerminal ?? false)
    if !events.isEmpty { tail = .events(events[...]) }
  }

  /// A batch without events, of no trace in particular.
  static let empty = EventBatch([], of: "none")

  private final class SnapshotBox: Sendable {
    let value: TraceSnapshot

    init(_ value: TraceSnapshot) {
      self.value = value
    }
  }

  /// The number of events.
  public var count: Int { (lost > 0 ? 1 : 0) + updates.count + tailCount }

  private var tailCount: Int {
    switch tail {
    case .none: 0
    case .ending: 1
    case .events(let events): events.count
    }
  }

  /// Whether there was nothing new.
  public var isEmpty: Bool { count == 0 }

  /// Whether the oldest event is a gap.
  @inline(__always)
  var beginsWithGap: Bool {
    lost > 0 || (updates.count == 0 && firstOfOthers?.payload.isGap == true)
  }

  /// The number of events.
  public var underestimatedCount: Int { count }

  /// Begins with the oldest event.
  public func makeIterator() -> Iterator { Iterator(rest: self) }

  /// One pass over a batch.
  public struct Iterator: IteratorProtocol {
    fileprivate var rest: EventBatch

    /// The next event; `nil` after the last.
    public mutating func next() -> StreamEvent? { rest.popFirst() }
  }

  /// The oldest event.
  public var first: StreamEvent? {
    if lost == 0, let (segment, index) = updates.first {
      return event(
        position + 1, at: segment.time(at: index), .update(segment.update(at: index)))
    }
    return firstOfOthers
  }

  @inline(never)
  private var firstOfOthers: StreamEvent? {
    if lost > 0 { return event(position, at: timeAfterGap, .gap(lost: lost)) }
    return switch tail {
    case .none: nil
    case .ending(let ending): event(position + 1, at: ending.time, ending.payload)
    case .events(let events): events.first
    }
  }

  /// Takes out the oldest event.
  @inline(__always)
  mutating func popFirst() -> StreamEvent? {
    if lost == 0, let (segment, index) = updates.popFirst() {
      position += 1
      return event(position, at: segment.time(at: index), .update(segment.update(at: index)))
    }
    let first = firstOfOthers
    if first != nil { _ = removeFirst(1) }
    return first
  }

  /// Takes out the oldest events, of which there are that many.
  ///
  /// - Returns: where a reader is that has them, and whether the last one is the terminal event.
  @inline(__always)
  mutating func removeFirst(_ count: Int) -> (cursor: Cursor, isTerminal: Bool) {
    var rest = count
    if lost > 0, rest > 0 {
      lost = 0
      rest -= 1
    }
    let passed = Swift.min(rest, updates.count)
    updates.removeFirst(passed)
    position += passed
    rest -= passed
    guard rest > 0 else {
      return (Cursor(SequenceNumber(rawValue: position), in: epoch.epoch), false)
    }
    return removeFirstOfTail(rest)
  }

  @inline(never)
  private mutating func removeFirstOfTail(_ count: Int) -> (cursor: Cursor, isTerminal: Bool) {
    if case .events(let events) = tail, let last = events.prefix(count).last {
      let rest = events.dropFirst(count)
      tail = rest.isEmpty ? .none : .events(rest)
      return (last.cursor, last.payload.isTerminal)
    }
    tail = .none
    position += 1
    return (Cursor(SequenceNumber(rawValue: position), in: epoch.epoch), true)
  }

  @inline(__always)
  private func event(
    _ number: Int, at time: Duration, _ payload: StreamEvent.Payload
  ) -> StreamEvent {
    StreamEvent(
      trace: trace, sequence: SequenceNumber(rawValue: number), packedEpoch: epoch, time: time,
      payload: payload)
  }
}
