public import StatusStreaming

/// The transport under a sink that is verified.
///
/// Writes take their time, and throw or stall as the run wants it. As with SwiftNIO's async writer,
/// what a cancelled task begins to write is refused, and a write that was begun before is completed; in
/// some runs cancellation means nothing to the wire, as with a file descriptor.
public struct Wire: ByteWriter, Sendable {
  let connection: WireConnection

  /// Accepts bytes, waiting until there is room for them.
  ///
  /// - Throws: Any error once the connection is broken; `CancellationError` where the task is
  ///   cancelled, of which nothing is written, or a stalled write is given up for that reason.
  public func write(_ bytes: [UInt8]) async throws {
    try await connection.write(bytes)
  }

  /// The time of the run.
  public var clock: RunClock { connection.stage.clock }

  /// Runs an operation as a task of the sink's own, in place of `Task {}`.
  ///
  /// It is cancelled a while after the connection was closed or has failed.
  @discardableResult
  public func spawn<Success: Sendable>(
    _ label: String = "a task of the sink", fileID: StaticString = #fileID, line: UInt = #line,
    _ operation: sending @escaping () async throws -> Success
  ) -> RunTask<Success> {
    connection.spawn(label, fileID: fileID, line: line, operation)
  }
}
