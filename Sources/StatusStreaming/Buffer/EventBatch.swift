/// What a reader of a trace gets in one go: the events after its cursor, oldest first.
///
/// A batch shares the updates with the buffer's log, so to take one costs the same whatever its
/// size, and an event is made when the iteration comes to it. It stays readable also when the
/// buffer has let go of the trace.
public struct EventBatch: Sendable, Sequence {
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
  private var ending: TraceEnding?
  /// Whether nothing can follow the batch.
  let isComplete: Bool

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
    self.ending = ending
    self.isComplete = isComplete
  }

  /// The number of events.
  public var count: Int { (lost > 0 ? 1 : 0) + updates.count + (ending == nil ? 0 : 1) }

  /// Whether there was nothing new.
  public var isEmpty: Bool { count == 0 }

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

  /// Takes out the oldest event.
  @inline(__always)
  mutating func popFirst() -> StreamEvent? {
    if lost == 0, let (segment, index) = updates.popFirst() {
      position += 1
      return event(at: segment.time(at: index), .update(segment.update(at: index)))
    }
    return popGapOrEnding()
  }

  @inline(never)
  private mutating func popGapOrEnding() -> StreamEvent? {
    if lost > 0 {
      let gap = StreamEvent.Payload.gap(lost: lost)
      lost = 0
      return event(at: timeAfterGap, gap)
    }
    guard let ending else { return nil }
    self.ending = nil
    position += 1
    return event(at: ending.time, ending.payload)
  }

  @inline(__always)
  private func event(at time: Duration, _ payload: StreamEvent.Payload) -> StreamEvent {
    StreamEvent(
      trace: trace, sequence: SequenceNumber(rawValue: position), packedEpoch: epoch, time: time,
      payload: payload)
  }
}
