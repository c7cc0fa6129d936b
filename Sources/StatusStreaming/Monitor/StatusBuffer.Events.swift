extension StatusBuffer {
  /// The events after a cursor as they come, until the terminal event.
  ///
  /// A trace that is not open yet is waited for, as long as ``Configuration/openTimeout`` says; not
  /// after a cursor above zero, which proves that it was open before.
  public func events(
    of trace: TraceID, after cursor: Cursor = .zero
  ) -> Events {
    Events(buffer: self, trace: trace, cursor: cursor)
  }

  /// A trace's events as they come: a sequence that any number of tasks can iterate on their own.
  ///
  /// It ends after the terminal event and throws what the buffer says instead, or
  /// `CancellationError` if the iterating task is cancelled.
  public struct Events: AsyncSequence, Sendable {
    /// What the sequence yields.
    public typealias Element = StreamEvent

    let buffer: StatusBuffer
    let trace: TraceID
    let cursor: Cursor

    /// Begins after the sequence's cursor.
    public func makeAsyncIterator() -> Iterator {
      Iterator(
        source: TraceSource(buffer: buffer, trace: trace, after: cursor, isConnection: false))
    }
  }
}

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
