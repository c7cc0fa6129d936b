extension StatusBuffer {
  /// The events after a cursor, at most `limit` of them, oldest first; none if there is nothing new.
  ///
  /// If updates after the cursor have been dropped, the first event is one gap in their place,
  /// whose sequence number is the last that it replaces.
  ///
  /// - Throws: ``BufferError/Code/otherEpoch``, ``BufferError/Code/unknownTrace``,
  ///   ``BufferError/Code/cursorAhead``.
  public func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) throws(BufferError) -> [StreamEvent] {
    let number = try cursor.number(in: epoch, of: trace)
    return Array(try read(log(of: trace), after: number, limit: limit))
  }

  /// The traces opened, appended to or finished since an earlier question, least recently changed
  /// first; at the first question, all that are held.
  ///
  /// Costs what has changed, however many traces the buffer holds.
  public func changedTraces(
    since mark: ChangeMark = .start
  ) -> (traces: [TraceID], mark: ChangeMark) {
    let changes = changes.changes(since: mark.number)
    return (changes.logs.map(\.trace), ChangeMark(number: changes.next))
  }

  func holds(_ log: TraceLog) -> Bool {
    heldLog(of: log.trace) === log
  }

  /// A reader of an open or finished trace.
  ///
  /// - Throws: ``BufferError/Code/unknownTrace``.
  public func reader(for trace: TraceID) throws(BufferError) -> StatusReader {
    StatusReader(buffer: self, log: try log(of: trace))
  }

  func read(
    _ log: TraceLog, after cursor: SequenceNumber, limit: Int
  ) throws(BufferError) -> EventBatch {
    let batch = try log.signal.read { (state) throws(BufferError) in
      try state.read(after: cursor, limit: limit, in: packedEpoch)
    }
    // Whoever gets something will come back, so the clock is read for those who get nothing.
    guard batch.isEmpty, !batch.isComplete, failIfSilent(log) else { return batch }
    return try log.signal.read { (state) throws(BufferError) in
      try state.read(after: cursor, limit: limit, in: packedEpoch)
    }
  }
}

extension StatusBuffer {
  /// Lets a viewer in, of one trace or of all.
  func admit(
    _ viewer: Viewer, of trace: TraceID?
  ) throws(BufferError) -> ViewerTable.Attendance {
    do throws(BufferError) {
      return try viewers.admit(viewer, of: trace, to: self)
    } catch {
      refusals.note(error)
      throw error
    }
  }
}
