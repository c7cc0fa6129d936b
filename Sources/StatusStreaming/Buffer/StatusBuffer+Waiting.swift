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
