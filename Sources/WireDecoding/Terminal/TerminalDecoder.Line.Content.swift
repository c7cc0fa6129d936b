extension TerminalDecoder.Line {
  /// What a line says.
  public enum Content: Sendable, Hashable {
    /// The agent published an update.
    case update(Update)
    /// This many updates were lost.
    case gap(lost: Int)
    /// The line's trace ended well; said only where traces are labelled.
    case complete
    /// The line's trace failed.
    case failed(message: String)
    /// The run of the line's trace was stopped.
    case cancelled(reason: String)
  }

  /// An update as far as a line shows it.
  public struct Update: Sendable, Hashable {
    /// `thinking`, `ok` or `error`.
    public var status: String
    /// The roadmap step.
    public var stepID: Int?
    /// `running`, `ok` or `error`.
    public var stepStatus: String?
    /// How many steps the roadmap has.
    public var roadmapCount: Int?
    /// The message with its escapes undone; empty where there is none.
    public var message: String

    /// Makes an update from its parts.
    public init(
      status: String, stepID: Int? = nil, stepStatus: String? = nil, roadmapCount: Int? = nil,
      message: String = ""
    ) {
      self.status = status
      self.stepID = stepID
      self.stepStatus = stepStatus
      self.roadmapCount = roadmapCount
      self.message = message
    }
  }
}
