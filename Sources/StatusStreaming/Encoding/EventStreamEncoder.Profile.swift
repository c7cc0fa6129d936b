extension EventStreamEncoder {
  /// What an event stream carries besides the updates.
  public enum Profile: Sendable, Hashable {
    /// Updates alone, each one unnamed event: what existing clients of the reference
    /// implementation read. The end is the end of the body, and a gap can't be represented.
    case reference
    /// Every event, each with its kind and with its ``StreamEvent/cursor`` as its id, so that a
    /// client that reconnects says what it has. The end is an event of its own.
    case resumable
  }
}
