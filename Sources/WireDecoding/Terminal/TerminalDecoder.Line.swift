extension TerminalDecoder {
  /// One line within the frame.
  public struct Line: Sendable, Hashable {
    /// The time since the trace was opened, in milliseconds; `nil` where times are not shown.
    public var milliseconds: Int?
    /// The trace; `nil` where traces are not labelled.
    public var trace: String?
    /// What the line says.
    public var content: Content

    /// Makes a line from its parts.
    public init(milliseconds: Int? = nil, trace: String? = nil, content: Content) {
      self.milliseconds = milliseconds
      self.trace = trace
      self.content = content
    }
  }
}
