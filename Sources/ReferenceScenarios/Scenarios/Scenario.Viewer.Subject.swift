public import StatusStreaming

extension Scenario.Viewer {
  /// What a viewer watches.
  public enum Subject: Sendable, Hashable {
    /// One run, resumed after the last event that the viewer has.
    case trace(TraceID, after: Cursor = .zero)
    /// All runs.
    case allTraces
  }
}
