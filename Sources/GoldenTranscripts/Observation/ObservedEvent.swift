public import StatusStreaming

/// An event as far as a format shows it; what it does not show is `nil`.
public struct ObservedEvent: Sendable, Hashable {
  /// The event's trace.
  public var trace: TraceID?
  /// The event's number.
  public var sequence: SequenceNumber?
  /// The epoch that the number counts in, which formats with numbers show if there is one.
  public var epoch: Epoch?
  /// The time since the trace was opened, cut to milliseconds.
  public var milliseconds: Int?
  /// What happened.
  public var content: Content

  /// Makes an event from what was seen of it.
  public init(
    trace: TraceID? = nil, sequence: SequenceNumber? = nil, epoch: Epoch? = nil,
    milliseconds: Int? = nil, content: Content
  ) {
    self.trace = trace
    self.sequence = sequence
    self.epoch = epoch
    self.milliseconds = milliseconds
    self.content = content
  }

  /// Everything there is to see of an event.
  package init(_ event: StreamEvent) {
    self.init(
      trace: event.trace, sequence: event.sequence, epoch: event.epoch,
      milliseconds: Int(clamping: event.time.attoseconds / 1_000_000_000_000_000),
      content: Content(event.payload))
  }

  /// What is left of the event on a format that shows no more than `projection`, `nil` if nothing.
  public func projected(onto projection: Projection) -> ObservedEvent? {
    var event = self
    if !projection.contains(.traces) { event.trace = nil }
    if !projection.contains(.numbers) {
      event.sequence = nil
      event.epoch = nil
    }
    if !projection.contains(.times) { event.milliseconds = nil }
    switch content {
    case .update(var update):
      if !projection.contains(.roadmaps) { update.roadmap = update.roadmap?.counted }
      if !projection.contains(.emptyMessages) { update.message = update.message ?? "" }
      event.content = .update(update)
    case .gap:
      if !projection.contains(.gaps) { return nil }
    case .complete:
      if !projection.contains(.ends) { return nil }
      if !projection.contains(.answers) { event.content = .complete(nil) }
      // The footer of a terminal without labels stands for the completion, and has no time.
      if projection.isDisjoint(with: [.answers, .traces]) { event.milliseconds = nil }
    case .failed, .cancelled:
      if !projection.contains(.ends) { return nil }
    }
    return event
  }
}

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
