extension TerminalDecoder {
  /// What a transcript consists of, for a reader.
  public enum Item: Sendable, Hashable {
    /// The frame opens.
    case header
    /// A line within the frame, which is one event.
    case line(Line)
    /// The frame closes, and all traces in it have ended.
    case footer
    /// The frame closes although a trace in it has not ended: the connection was cut.
    case cutFooter
  }
}
