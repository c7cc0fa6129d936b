public import StatusStreaming

extension Scenario.Viewer {
  /// What a viewer watches.
  public enum Subject: Sendable, Hashable {
    /// One run, resumed after the number of the last event that the viewer has.
    case trace(TraceID, after: SequenceNumber = .zero)
    /// All runs.
    case allTraces
  }
}
