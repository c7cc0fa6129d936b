extension StatusBuffer {
  /// Waits until a trace is open.
  func awaitOpening(of trace: TraceID, in parker: Parker) async {
    await registry.wait(in: parker) { $0.log(of: trace) != nil }
  }

  /// Waits until a log has more than a reader has seen.
  func awaitChange(of log: TraceLog, after cursor: SequenceNumber, in parker: Parker) async {
    await log.signal.wait(in: parker) { $0.newest > cursor || $0.isRemoved }
  }

  /// Waits until a trace has changed since an epoch, or the buffer was closed if it was open.
  func awaitChanges(since epoch: Int, isClosed: Bool, in parker: Parker) async {
    await changes.list.wait(in: parker) {
      $0.isClosed != isClosed || $0.hasChanges(since: epoch)
    }
  }
}
