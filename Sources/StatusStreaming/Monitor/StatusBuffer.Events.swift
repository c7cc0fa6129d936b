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
