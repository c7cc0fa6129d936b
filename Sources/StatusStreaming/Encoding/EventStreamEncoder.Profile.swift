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
    /// The events of AG-UI 1.0, the protocol that chat front ends read: a run with its steps, its plan
    /// and its status as activities, and its answer as a message.
    ///
    /// Each `data:` is one of the protocol's events as JSON. `id:` stands where a client has all that
    /// belongs to an event of the trace: the protocol's own clients ignore it, one that resumes does
    /// not. <doc:AGUI> says what is told how.
    ///
    /// - Parameters:
    ///   - threadID: the conversation that the run belongs to, which its client has named.
    ///   - startedAt: when the trace was opened, counted from 1970, so that the events' timestamps are
    ///     those of a clock; without it they count from the opening.
    case agUI(threadID: String, startedAt: Duration = .zero)
  }
}
