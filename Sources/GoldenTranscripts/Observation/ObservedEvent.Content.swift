public import StatusStreaming

extension ObservedEvent {
  /// What an event says.
  public enum Content: Sendable, Hashable {
    /// The agent published an update.
    case update(Update)
    /// This many updates were lost.
    case gap(lost: Int)
    /// The trace ended well, with an answer where that is shown.
    case complete(FinalAnswer?)
    /// The trace failed.
    case failed(message: String)
    /// The run of the trace was stopped.
    case cancelled(reason: String)

    /// Whether it is the last of its trace.
    package var isEnd: Bool {
      switch self {
      case .complete, .failed, .cancelled: true
      case .update, .gap: false
      }
    }

    /// What a format that shows everything shows of an event.
    public init(_ payload: StreamEvent.Payload) {
      switch payload {
      case .update(let update): self = .update(Update(update))
      case .gap(let lost): self = .gap(lost: lost)
      case .complete(let answer): self = .complete(answer)
      case .failed(let message): self = .failed(message: message)
      case .cancelled(let reason): self = .cancelled(reason: reason)
      }
    }
  }

  /// An update as far as a format shows it.
  public struct Update: Sendable, Hashable {
    /// How the agent is doing.
    public var status: StatusUpdate.Status
    /// The message, empty where a format does not tell whether there is one.
    public var message: String?
    /// The roadmap step.
    public var stepID: Int?
    /// How that step is doing.
    public var stepStatus: StatusUpdate.StepStatus?
    /// The plan.
    public var roadmap: Roadmap?

    /// Makes an update from what was seen of it.
    public init(
      status: StatusUpdate.Status, message: String? = nil, stepID: Int? = nil,
      stepStatus: StatusUpdate.StepStatus? = nil, roadmap: Roadmap? = nil
    ) {
      self.status = status
      self.message = message
      self.stepID = stepID
      self.stepStatus = stepStatus
      self.roadmap = roadmap
    }

    /// All that there is to see of an update.
    public init(_ update: StatusUpdate) {
      self.init(
        status: update.status, message: update.message, stepID: update.roadmapStepID,
        stepStatus: update.roadmapStepStatus, roadmap: update.roadmap.map(Roadmap.steps))
    }
  }

  /// A plan as far as a format shows it.
  public enum Roadmap: Sendable, Hashable {
    /// The steps.
    case steps([RoadmapStep])
    /// How many steps there are.
    case count(Int)

    var counted: Roadmap {
      switch self {
      case .steps(let steps): .count(steps.count)
      case .count: self
      }
    }
  }
}
