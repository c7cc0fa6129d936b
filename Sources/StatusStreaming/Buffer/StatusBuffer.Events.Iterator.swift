extension StatusBuffer.Events {
  /// One reader's place in a trace.
  public struct Iterator: AsyncIteratorProtocol {
    private static var batchLimit: Int { 256 }

    private var source: TraceSource
    private var batch: EventBatch?

    init(source: TraceSource) {
      self.source = source
    }

    /// The next event; `nil` after the terminal one.
    ///
    /// - Throws: ``BufferError``, `CancellationError`.
    public mutating func next() async throws -> StreamEvent? {
      while true {
        if let event = try nextAtHand() { return event }
        if source.isComplete { return nil }
        await waitForMore()
      }
    }

    // Not a part of `next()`, in which the optimiser fails on it.
    @inline(never)
    private mutating func nextAtHand() throws -> StreamEvent? {
      // What is at hand is not handed out to a cancelled reader either.
      if !source.isComplete { try Task.checkCancellation() }
      if batch?.isEmpty ?? true, !source.isComplete {
        batch = try source.read(limit: Self.batchLimit)
      }
      guard let event = batch?.popFirst() else { return nil }
      source.noteDelivery(
        of: event.trace, to: event.cursor, isTerminal: event.payload.isTerminal)
      return event
    }

    private func waitForMore() async {
      await source.buffer.clock.wait(in: source.parker, until: source.deadline) {
        await source.awaitMore()
      }
    }
  }
}
