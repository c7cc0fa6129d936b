public import StatusStreaming

/// The buffer of a run as one that answers with a delay, over a network say.
///
/// It holds the same traces as ``DeliveryRun/statusBuffer``. Every operation lets others have a turn
/// first, and takes time when that is drawn.
public struct RunBuffer: StatusWaking {
  let buffer: StatusBuffer
  let stage: Stage
  /// What befalls reads in a world.
  let readFaults: ReadFaults?

  /// The name of the buffer's history, `nil` if it has none.
  public var epoch: Epoch? { buffer.epoch }

  /// How long a viewer waits for a trace that is not open yet.
  public var openTimeout: Duration { buffer.openTimeout }

  /// Begins a trace.
  ///
  /// - Throws: What the buffer throws, and `CancellationError`.
  public func open(_ trace: TraceID) async throws {
    try await delay()
    try buffer.open(trace)
  }

  /// Adds an update to an open trace.
  ///
  /// - Returns: The update's number.
  /// - Throws: What the buffer throws, and `CancellationError`.
  public func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try await delay()
    return try buffer.append(update, to: trace)
  }

  /// Ends a trace.
  ///
  /// - Returns: The terminal event's number.
  /// - Throws: What the buffer throws, also in a task that is cancelled.
  public func finish(
    _ trace: TraceID, with outcome: TraceOutcome
  ) async throws -> SequenceNumber {
    try? await delay()
    return try buffer.finish(trace, with: outcome)
  }

  /// The events after a cursor, at most `limit` of them, oldest first.
  ///
  /// - Throws: What the buffer throws, and `CancellationError`.
  public func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    try await delay()
    try await readFaults?.pass()
    var events = try buffer.events(of: trace, after: cursor, limit: limit)
    if events.isEmpty, try await readFaults?.idle() ?? false {
      events = try buffer.events(of: trace, after: cursor, limit: limit)
    }
    readFaults?.note(events.count, of: limit)
    if stage.happens(onceIn: 8) { try await stage.clock.sleep(for: .milliseconds(3)) }
    try await readFaults?.arrive()
    return events
  }

  /// Waits until there may be events of a trace after a cursor.
  ///
  /// - Throws: What the buffer throws, and `CancellationError`.
  public func awaitEvents(of trace: TraceID, after cursor: Cursor) async throws {
    try await delay()
    try await readFaults?.pass()
    try await buffer.awaitEvents(of: trace, after: cursor)
  }

  /// Forgets a trace.
  public func remove(_ trace: TraceID) async {
    await stage.step()
    buffer.remove(trace)
  }

  private func delay() async throws {
    await stage.step()
    let delay = stage.element(of: [Duration.zero, .zero, .zero, .milliseconds(2)])
    if delay > .zero { try await stage.clock.sleep(for: delay) }
  }
}

/// The sink of a run: it takes its time, may fail or stall, and all that is asked of it is recorded.
///
/// Copies are one sink. It never changes itself, so tasks can share it; but a sink takes one call at
/// a time (rule 108).
public struct RunSink: StatusSink, Sendable {
  let connection: ViewerConnection

  /// Accepts one event.
  ///
  /// - Throws: What a broken connection throws, and `CancellationError`; `StatusEncodingError` for an
  ///   event that the sink refuses in a run about that, of which nothing was written.
  public func send(_ event: StreamEvent) async throws {
    try await connection.perform(.send(event))
  }

  /// Accepts some of the events that are there together.
  ///
  /// These are all, one, or as many as a run wants, so that a loop has to look at the number. At times
  /// it is none, as of a sink that breaks its promise; what is offered again, or sent by ``send(_:)``,
  /// is accepted in the end.
  ///
  /// - Returns: How many were accepted, from the first on.
  /// - Throws: As ``send(_:)``; then none was accepted.
  public func send(contentsOf events: EventBatch) async throws -> Int {
    try await connection.perform(.batch(Array(events)))
  }

  /// Shows that the connection is alive.
  ///
  /// - Throws: As ``send(_:)``.
  public func heartbeat() async throws {
    try await connection.perform(.heartbeat)
  }

  /// Ends the output.
  ///
  /// - Throws: As ``send(_:)``.
  public func close() async throws {
    try await connection.perform(.close)
  }
}
