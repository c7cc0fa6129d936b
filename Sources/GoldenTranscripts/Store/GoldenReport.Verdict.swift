extension GoldenReport {
  /// How a file stands to its golden.
  public enum Verdict: Sendable, Hashable {
    /// Both have the same bytes; a recording has not touched the golden.
    case unchanged
    /// They differ; a recording has replaced the golden.
    case changed(ByteDifference)
    /// There was no golden, and a recording has written it.
    case new
    /// There is no golden, and a comparison writes none.
    case missing
    /// The golden belongs to no transcript of a complete run.
    case obsolete
  }
}
