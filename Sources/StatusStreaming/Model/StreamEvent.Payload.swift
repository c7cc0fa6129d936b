extension StreamEvent {
  /// What an event says.
  public enum Payload: Sendable, Hashable {
    /// The agent published an update.
    case update(StatusUpdate)
    /// This many updates were dropped before the reader came to them.
    case gap(lost: Int)
    /// The run ended with an answer: the last event of its trace.
    case complete(FinalAnswer)
    /// The run ended without one: the last event of its trace.
    case failed(message: String)
    /// The run was stopped, which is neither an answer nor a fault: the last event of its trace.
    case cancelled(reason: String)

    /// Whether nothing can follow in the same trace.
    public var isTerminal: Bool {
      switch self {
      case .complete, .failed, .cancelled: true
      case .update, .gap: false
      }
    }

    /// Whether it tells of updates that were lost.
    var isGap: Bool {
      if case .gap = self { true } else { false }
    }
  }
}
