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
      do {
        while true {
          if let event = try nextAtHand() { return event }
          if source.isComplete { break }
          await waitForMore()
        }
        source.leave(.finished)
        return nil
      } catch {
        source.leave(error is CancellationError ? .cancelled : .bufferFailed(error))
        throw error
      }
    }

    // Not a part of `next()`, in which the optimiser fails on it.
    @inline(never)
    private mutating func nextAtHand() throws -> StreamEvent? {
      // What is at hand is not handed out to a cancelled reader either.
      if !source.isComplete {
        try Task.checkCancellation()
        if source.isOverdue { throw BufferError.draining(source.trace) }
      }
      if batch?.isEmpty ?? true, !source.isComplete {
        batch = try source.read(limit: Self.batchLimit)
      }
      if source.isDrained { throw BufferError.draining(source.trace) }
      guard let event = batch?.popFirst() else { return nil }
      source.noteDelivery(
        of: DeliveredEvents(
          trace: event.trace, count: 1, gaps: event.payload.isGap ? 1 : 0, cursor: event.cursor,
          isTerminal: event.payload.isTerminal))
      return event
    }

    private func waitForMore() async {
      await source.buffer.clock.wait(in: source.parker, until: source.deadline) {
        await source.awaitMore()
      }
    }
  }
}
