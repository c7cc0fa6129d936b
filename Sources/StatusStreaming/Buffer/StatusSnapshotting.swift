/// A buffer that knows how a trace stands, also after updates that it has dropped.
///
/// Wires that show a state, as AG-UI does, need it where a viewer begins in the middle of a trace and where
/// it has lost updates. Of a buffer that does not conform a delivery reads the trace from its first
/// event on, which costs what was appended before the viewer's cursor, once for each connection; and
/// what a gap has changed nobody knows.
public protocol StatusSnapshotting: StatusBuffering {
  /// How a trace stands after the event of a cursor.
  ///
  /// A buffer that drops updates keeps a ``TraceSnapshot`` of those, to which it applies them one after
  /// the other; from there on it applies what it holds.
  ///
  /// - Returns: the snapshot, at the cursor; `nil` if it is not known any more, since later updates were
  ///   dropped.
  /// - Throws: as ``StatusBuffering/events(of:after:limit:)``.
  func snapshot(of trace: TraceID, at cursor: Cursor) async throws -> TraceSnapshot?
}

extension StatusBuffer: StatusSnapshotting {
  /// How a trace stands after the event of a cursor.
  ///
  /// It costs what the trace holds; what was dropped has been summed up when it was.
  ///
  /// - Returns: the snapshot; `nil` if an update after the cursor has been dropped.
  /// - Throws: ``BufferError/Code/otherEpoch``, ``BufferError/Code/unknownTrace``,
  ///   ``BufferError/Code/cursorAhead``.
  public func snapshot(
    of trace: TraceID, at cursor: Cursor
  ) throws(BufferError) -> TraceSnapshot? {
    let number = try cursor.number(in: epoch, of: trace)
    let log = try log(of: trace)
    let (parts, end) = try log.signal.read { (state) throws(BufferError) in
      // Refuses what can't be a place in the trace.
      let batch = try state.read(after: number, limit: 0, in: packedEpoch)
      return (state.parts(ofSnapshotAt: number), batch.isComplete)
    }
    guard var snapshot = parts?.snapshot(in: packedEpoch) else { return nil }
    if end {
      // Nothing is open any more.
      snapshot.openSteps = []
      snapshot.cursor = cursor
    }
    return snapshot
  }
}

extension StatusBuffer {
  /// Reads as ``read(_:after:limit:)`` does, with how the trace stands where the events begin: after a
  /// gap, or else at the cursor if the reader asks for it, provided that the trace goes on from there.
  func readWithSnapshot(
    _ log: TraceLog, after cursor: SequenceNumber, limit: Int, atCursor isAsked: Bool
  ) throws(BufferError) -> EventBatch {
    // Has the side effects of reading.
    var batch = try read(log, after: cursor, limit: limit)
    guard isAsked || batch.beginsWithGap else { return batch }
    let parts: SnapshotParts?
    (batch, parts) = try log.signal.read { (state) throws(BufferError) in
      let batch = try state.read(after: cursor, limit: limit, in: packedEpoch)
      let start = batch.beginsWithGap ? state.firstNumber : cursor
      return (batch, state.parts(ofSnapshotAt: start))
    }
    guard isAsked || batch.beginsWithGap, !batch.isComplete || !batch.isEmpty else { return batch }
    batch.snapshot = parts?.snapshot(in: packedEpoch)
    return batch
  }
}
