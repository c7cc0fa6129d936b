/// A store of status updates by trace, from which readers take by cursor.
///
/// The contract, which a conforming buffer can be verified against: a trace is opened, appended to,
/// finished once and at last removed; events are numbered 1, 2, 3 … per trace and the terminal event
/// has the last number; reading removes nothing.
///
/// In a task that is cancelled ``finish(_:with:)`` and ``remove(_:)`` do what they always do: a run that
/// is cancelled is ended by its own task. The others may throw a `CancellationError` there, and have
/// then changed nothing.
public protocol StatusBuffering: Sendable {
  /// Begins a trace.
  ///
  /// - Throws: ``BufferError/Code/traceExists`` if the id is retained.
  func open(_ trace: TraceID) async throws

  /// Adds an update to an open trace.
  ///
  /// - Returns: the update's number.
  /// - Throws: ``BufferError/Code/traceFinished``, ``BufferError/Code/unknownTrace`` or, in a buffer
  ///   that refuses on overflow, ``BufferError/Code/full``.
  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber

  /// Ends a trace; the terminal event is accepted even by a full buffer, and in a task that is
  /// cancelled.
  ///
  /// - Returns: the terminal event's number.
  /// - Throws: ``BufferError/Code/traceFinished`` if it has ended, with whichever outcome;
  ///   ``BufferError/Code/unknownTrace``.
  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber

  /// The events after a cursor, at most `limit` of them, a gap among them, oldest first; none where
  /// `limit` is below 1.
  ///
  /// All that there are, up to the limit: fewer than `limit` events say that there was no more when
  /// it was read, so a buffer over a storage that answers in short pages asks for them until then.
  /// If updates after the cursor have been dropped, the first event is one gap in their place.
  ///
  /// Each event carries the buffer's epoch, if it has one, and a cursor is taken by
  /// ``Cursor/number(in:of:)``, which refuses those of other epochs.
  ///
  /// - Throws: ``BufferError/Code/otherEpoch``, ``BufferError/Code/unknownTrace``,
  ///   ``BufferError/Code/cursorAhead``; ``BufferError/Code/draining`` when the buffer shuts down and
  ///   the reader is to go, which ends a delivery that had begun ``DeliveryEnding/draining``.
  func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) async throws -> [StreamEvent]

  /// Forgets a trace, whatever its state; does nothing if it is not retained.
  ///
  /// The id may be opened again, for another run that begins with number 1.
  func remove(_ trace: TraceID) async

  /// The name of the buffer's history, which every event carries; `nil`, the default, if it has none.
  var epoch: Epoch? { get }

  /// How long a viewer waits for a trace that is not open yet; 30 s by default.
  var openTimeout: Duration { get }
}

extension StatusBuffering {
  /// None.
  public var epoch: Epoch? { nil }

  /// Half a minute.
  public var openTimeout: Duration { .seconds(30) }
}

/// A buffer that tells when there is more, so that a monitor is woken instead of polling.
///
/// This is all that ``StatusMonitor/Wakeup/onAppend`` needs beyond ``StatusBuffering``; a database's
/// notification or a blocking read of a stream server will do.
public protocol StatusWaking: StatusBuffering {
  /// Waits until there may be events of a trace after a cursor, or there will be none any more.
  ///
  /// It returns, to each of any number of callers at one place:
  /// - once an update or the end after the cursor is accepted, or if there is one already: whoever
  ///   calls has read up to the cursor before, and something may have come since;
  /// - once the trace has ended; and once it was removed or has expired, by returning or throwing, if
  ///   the cursor is above zero;
  /// - at once, or it throws, for a cursor that ``StatusBuffering/events(of:after:limit:)`` refuses
  ///   since it counts another epoch, or has a number above zero in a trace that is not there.
  ///
  /// A trace that is not there is waited for by those who have seen nothing of it, whether it is not
  /// open yet or was removed. Its opening alone need not end the wait, nor need a run of it that is
  /// removed before anybody looks. A cursor ahead of the newest event may be waited for or not.
  ///
  /// To return too early does no harm, for the caller looks and waits again; to return late delays
  /// what is there. It has to end when its task is cancelled, by returning or throwing.
  ///
  /// - Throws: any error if the buffer can't tell, which ends the viewer's delivery before it has read
  ///   what is there.
  func awaitEvents(of trace: TraceID, after cursor: Cursor) async throws
}

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
