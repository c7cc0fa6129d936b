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
  /// - Throws: ``BufferError/Code/traceFinished`` if it has ended, ``BufferError/Code/unknownTrace``.
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
