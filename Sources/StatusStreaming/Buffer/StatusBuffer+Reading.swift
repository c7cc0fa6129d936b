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

extension StatusBuffer {
  /// Waits until a trace has events after a cursor or will have none any more, or may have been
  /// opened.
  ///
  /// A trace that is not held is waited for if the cursor is zero; a number above that proves that
  /// it was there and is gone.
  ///
  /// - Throws: ``BufferError/Code/otherEpoch``; `CancellationError` if the task is cancelled.
  public func awaitEvents(of trace: TraceID, after cursor: Cursor) async throws {
    let number = try cursor.number(in: epoch, of: trace)
    let parker = Parker()
    if let log = heldLog(of: trace) {
      await clock.wait(in: parker, until: abandonDeadline(of: log)) {
        await awaitChange(of: log, after: number, in: parker)
      }
    } else if number == .zero {
      await registry.wait(in: parker) { $0.log(of: trace) != nil }
    }
    try Task.checkCancellation()
  }

  /// Waits until the trace that is expected was opened.
  func awaitOpening(_ expectation: Expectation, in parker: Parker) async {
    await registry.wait(in: parker) { _ in expectation.log != nil }
  }

  /// Waits until a log has more than a reader has seen.
  func awaitChange(
    of log: TraceLog, after cursor: SequenceNumber, in parker: Parker
  ) async {
    await log.signal.wait(in: parker) { $0.newest > cursor || $0.isRemoved || $0.isFinished }
  }

  /// Waits until a trace has changed since a mark, or the buffer was closed if it was open.
  func awaitChanges(since mark: Int, isClosed: Bool, in parker: Parker) async {
    await changes.list.wait(in: parker) {
      $0.isClosed != isClosed || $0.hasChanges(since: mark)
    }
  }
}

/// A buffer's reading end, bound to one trace, for a reader that comes again and again.
///
/// It remembers no cursor: that is the reader's own, moved by what the reader has dealt with.
public struct StatusReader: Sendable {
  /// The trace that is read.
  public var trace: TraceID { log.trace }

  private let buffer: StatusBuffer
  private let log: TraceLog

  init(buffer: StatusBuffer, log: TraceLog) {
    self.buffer = buffer
    self.log = log
  }

  /// The events after a cursor, at most `limit` of them; none if there is nothing new.
  ///
  /// If updates after the cursor have been dropped, the first event is one gap in their place. A
  /// trace that the buffer no longer holds is read to its end.
  ///
  /// - Throws: ``BufferError/Code/otherEpoch``, ``BufferError/Code/cursorAhead`` or, if the trace was removed before its end and its
  ///   tail has been read, ``BufferError/Code/removed``.
  public func events(
    after cursor: Cursor, limit: Int = .max
  ) throws(BufferError) -> EventBatch {
    let number = try cursor.number(in: buffer.epoch, of: log.trace)
    return try buffer.read(log, after: number, limit: limit)
  }
}
