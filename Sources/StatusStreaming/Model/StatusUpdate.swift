/// What an agent says about its work at one moment.
///
/// The fields, their order and their JSON names are those of the `StatusUpdate` model that web
/// clients already read: `status`, `message`, `roadmap_step_id`, `roadmap_step_status`, `roadmap`.
public struct StatusUpdate: Sendable, Hashable {
  /// How the agent as a whole is doing.
  public var status: Status
  /// A sentence for a person, of any length and with any characters.
  public var message: String?
  /// The roadmap step that the update is about.
  public var roadmapStepID: Int?
  /// How that step is doing.
  public var roadmapStepStatus: StepStatus?
  /// The whole plan, sent when it is made or has changed.
  public var roadmap: [RoadmapStep]?

  /// Makes an update from its fields.
  public init(
    status: Status, message: String? = nil, roadmapStepID: Int? = nil,
    roadmapStepStatus: StepStatus? = nil, roadmap: [RoadmapStep]? = nil
  ) {
    self.status = status
    self.message = message
    self.roadmapStepID = roadmapStepID
    self.roadmapStepStatus = roadmapStepStatus
    self.roadmap = roadmap
  }
}

extension StatusUpdate {
  /// An update that says the agent is reasoning or planning.
  public static func thinking(_ message: String?) -> StatusUpdate {
    StatusUpdate(status: .thinking, message: message)
  }

  /// An update about one roadmap step, whose overall status is `error` exactly if the step's is.
  public static func step(
    _ id: Int, _ stepStatus: StepStatus, _ message: String? = nil
  ) -> StatusUpdate {
    StatusUpdate(
      status: stepStatus == .error ? .error : .ok, message: message, roadmapStepID: id,
      roadmapStepStatus: stepStatus)
  }

  /// An update that shows the plan.
  public static func roadmap(_ steps: [RoadmapStep], message: String? = nil) -> StatusUpdate {
    StatusUpdate(status: .ok, message: message, roadmap: steps)
  }

  /// An update that says an operation failed.
  public static func error(_ message: String?) -> StatusUpdate {
    StatusUpdate(status: .error, message: message)
  }
}
