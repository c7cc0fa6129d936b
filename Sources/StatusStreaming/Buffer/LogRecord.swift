/// An update as a log keeps it, with the time of its append.
struct LogRecord: Sendable {
  private let message: String?
  private let roadmap: [RoadmapStep]?
  private let roadmapStepID: Int
  /// When it was appended, counted from the opening of its trace.
  let time: Duration
  private let status: StatusUpdate.Status
  private let roadmapStepStatus: StatusUpdate.StepStatus?
  private let hasRoadmapStepID: Bool

  @inline(__always)
  init(
    status: StatusUpdate.Status, message: String?, roadmapStepID: Int?,
    roadmapStepStatus: StatusUpdate.StepStatus?, roadmap: [RoadmapStep]?, at time: Duration
  ) {
    self.message = message
    self.roadmap = roadmap
    self.roadmapStepID = roadmapStepID ?? 0
    self.time = time
    self.status = status
    self.roadmapStepStatus = roadmapStepStatus
    hasRoadmapStepID = roadmapStepID != nil
  }

  /// Whether the update has a plan.
  @inline(__always)
  var hasRoadmap: Bool { roadmap != nil }

  /// What the update says of a step.
  @inline(__always)
  var step: (id: Int, status: StatusUpdate.StepStatus)? {
    guard hasRoadmapStepID, let roadmapStepStatus else { return nil }
    return (roadmapStepID, roadmapStepStatus)
  }

  @inline(__always)
  var update: StatusUpdate {
    StatusUpdate(
      status: status, message: message, roadmapStepID: hasRoadmapStepID ? roadmapStepID : nil,
      roadmapStepStatus: roadmapStepStatus, roadmap: roadmap)
  }
}
