import StatusStreaming

extension StatusUpdate {
  /// Reads an update with all of its members in the order in which they are written.
  init(_ node: JSONNode) throws(JSONNode.Fault) {
    var members = try node.members()
    self.init(status: try members.next("status").name(Status.self))
    message = try members.next("message").orNull?.string()
    roadmapStepID = try members.next("roadmap_step_id").orNull?.integer()
    roadmapStepStatus = try members.next("roadmap_step_status").orNull?.name(StepStatus.self)
    if let elements = try members.next("roadmap").orNull?.elements() {
      var steps: [RoadmapStep] = []
      for element in elements { steps.append(try RoadmapStep(element)) }
      roadmap = steps
    }
    try members.finish()
  }
}

extension RoadmapStep {
  /// Reads a step with all of its members in the order in which they are written.
  init(_ node: JSONNode) throws(JSONNode.Fault) {
    var members = try node.members()
    self.init(
      id: try members.next("id").integer(), name: try members.next("name").string(),
      description: try members.next("description").string(),
      status: try members.next("status").name(Status.self))
    try members.finish()
  }
}
