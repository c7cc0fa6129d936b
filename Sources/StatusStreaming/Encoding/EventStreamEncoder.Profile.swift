extension EventStreamEncoder {
  /// What an event stream carries besides the updates.
  public enum Profile: Sendable, Hashable {
    /// Updates alone, each one unnamed event: what existing clients of the reference
    /// implementation read.
    ///
    /// It can't show a gap, which is refused, nor how a run ended or that it did: the body of one
    /// that was complete, that failed or that was cancelled just ends, and so does the body of a
    /// connection that was cut. A client that has to tell these apart needs ``resumable``.
    case reference
    /// Every event, each with its kind and with its ``StreamEvent/cursor`` as its id, so that a
    /// client that reconnects says what it has. The end is an event of its own.
    case resumable
  }
}
