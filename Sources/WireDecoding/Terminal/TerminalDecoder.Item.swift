extension TerminalDecoder {
  /// What a transcript consists of, for a reader.
  public enum Item: Sendable, Hashable {
    /// The frame opens.
    case header
    /// A line within the frame, which is one event.
    case line(Line)
    /// The frame closes: the trace has ended, or the output was closed before it did.
    case footer
  }
}
