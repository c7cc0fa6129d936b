extension StatusBuffer {
  /// Runs an agent with a publisher and records how it ends, exactly once.
  ///
  /// The trace is opened before the body and finished after it: with the answer that the body
  /// returns; with `failed` and the message of a ``StatusFailure`` that it throws; with `failed`
  /// "cancelled" if it ends by its task's cancellation; and with `failed` "agent failed" for any
  /// other error, since viewers may not be meant to read that. If the trace has ended meanwhile,
  /// by ``abandonment <Configuration/abandonAfter>`` say, that outcome stands.
  ///
  /// - Returns: what the body returns.
  /// - Throws: what ``open(_:)`` throws, in which case the body does not run, or what the body
  ///   throws, after the trace is finished.
  @discardableResult
  public func withTrace(
    _ trace: TraceID, _ body: (StatusPublisher) async throws -> FinalAnswer
  ) async throws -> FinalAnswer {
    let log = try openLog(trace)
    do {
      let answer = try await body(StatusPublisher(buffer: self, log: log))
      conclude(log, with: .complete(answer))
      return answer
    } catch {
      conclude(log, with: .failed(message: Self.publicMessage(of: error)))
      throw error
    }
  }

  /// The publisher of an open or finished trace.
  ///
  /// - Throws: ``BufferError/Code/unknownTrace``.
  public func publisher(for trace: TraceID) throws(BufferError) -> StatusPublisher {
    StatusPublisher(buffer: self, log: try log(of: trace))
  }

  private func conclude(_ log: TraceLog, with outcome: TraceOutcome) {
    // The one possible error says that the trace has ended or was removed: then there is nothing
    // left to conclude, and the body's own result matters more to the caller.
    _ = try? finish(log, with: outcome)
  }

  private static func publicMessage(of error: any Error) -> String {
    switch error {
    case let failure as StatusFailure: failure.message
    case is CancellationError: "cancelled"
    default: "agent failed"
    }
  }
}
