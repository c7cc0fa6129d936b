public import StatusStreaming

/// The sink of a run: it takes its time, may fail or stall, and all that is asked of it is recorded.
///
/// Copies are one sink. It never changes itself, so tasks can share it; but a sink takes one call at
/// a time (rule 108).
public struct RunSink: StatusSink, Sendable {
  let connection: ViewerConnection

  /// Accepts one event.
  ///
  /// - Throws: What a broken connection throws, and `CancellationError`.
  public func send(_ event: StreamEvent) async throws {
    try await connection.perform(.send(event))
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
