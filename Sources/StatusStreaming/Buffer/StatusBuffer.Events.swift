extension StatusBuffer {
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
