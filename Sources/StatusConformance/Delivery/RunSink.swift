public import StatusStreaming

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
