extension StatusBuffer.Events {
  /// One reader's place in a trace.
  public struct Iterator: AsyncIteratorProtocol {
    private static var batchLimit: Int { 256 }

    private var source: TraceSource
    private var batch: ArraySlice<StreamEvent> = []

    init(source: TraceSource) {
      self.source = source
    }

    /// The next event; `nil` after the terminal one.
    ///
    /// - Throws: ``BufferError``, `CancellationError`.
    public mutating func next() async throws -> StreamEvent? {
      while batch.isEmpty {
        if source.isComplete { return nil }
        try Task.checkCancellation()
        batch = try source.read(limit: Self.batchLimit)[...]
        if batch.isEmpty, !source.isComplete { await waitForMore() }
      }
      let event = batch.removeFirst()
      source.noteDelivery(of: event)
      return event
    }

    private func waitForMore() async {
      await source.buffer.clock.wait(until: source.deadline) { [source] in
        await source.awaitMore()
      }
    }
  }
}
