extension StatusBuffer {
  /// Runs an agent with a publisher and records how it ends, exactly once.
  ///
  /// The trace is opened before the body and finished after it. A body that returns is complete,
  /// with the answer that it returns, even if its task was cancelled meanwhile. One that throws is
  /// `cancelled` if its task is, whatever it throws: what it calls may answer a cancellation with
  /// an error of its own. Else it has `failed`, also with a `CancellationError`, which is then some
  /// inner task's. The message of a ``StatusFailure`` is what viewers are told; for any other error
  /// they read "agent cancelled" or "agent failed", since they may not be meant to read that. If
  /// the trace has ended meanwhile, since it was silent for
  /// ``Configuration/abandonAfter`` say, that outcome stands.
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
      conclude(log, with: Self.outcome(of: error, isCancelled: Task.isCancelled))
      throw error
    }
  }

  /// The publisher of an open or finished trace.
  ///
  /// - Throws: ``BufferError/Code/unknownTrace``.
  public func publisher(for trace: TraceID) throws(BufferError) -> StatusPublisher {
    StatusPublisher(buffer: self, log: try log(of: trace))
  }

  /// Ends a run's trace, unless it has ended.
  func conclude(_ log: TraceLog, with outcome: TraceOutcome) {
    // The one possible error says that the trace has ended or was removed: then there is nothing
    // left to conclude, and the body's own result matters more to the caller.
    _ = try? finish(log, with: outcome)
  }

  /// What viewers are told of an agent's error.
  static func outcome(of error: any Error, isCancelled: Bool) -> TraceOutcome {
    let message = (error as? StatusFailure)?.message
    return isCancelled
      ? .cancelled(reason: message ?? "agent cancelled")
      : .failed(message: message ?? "agent failed")
  }
}
