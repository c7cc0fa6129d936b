extension Observations {
  /// A tool that was called and could not be used.
  public struct Refusal: Sendable, Hashable {
    /// The tool.
    public let tool: Tool
    /// What was the matter, in words for a planner.
    public let reason: String

    /// Notes a refusal.
    public init(tool: Tool, reason: String) {
      self.tool = tool
      self.reason = reason
    }
  }
}
