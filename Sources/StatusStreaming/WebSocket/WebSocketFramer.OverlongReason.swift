extension WebSocketFramer {
  /// What becomes of a close reason that does not fit into its frame.
  public enum OverlongReason: Sendable, Hashable {
    /// It is cut before the first character that does not fit.
    case cut
    /// It is refused.
    case refuse
  }
}
