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
