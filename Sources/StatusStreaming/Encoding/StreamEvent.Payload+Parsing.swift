extension StreamEvent.Payload {
  /// Reads what ``appendTaggedJSON(to:profile:)`` has written, answers with the order of their members
  /// and the digits of their numbers, which a `Decoder` does not tell: what a buffer stores elsewhere
  /// comes back as it was.
  ///
  /// <!-- example, then #expect(payload == .gap(lost: 2)) -->
  /// ```swift
  /// let payload = try StreamEvent.Payload(taggedJSON: Array(#"{"type":"gap","lost":2}"#.utf8))
  /// ```
  ///
  /// - Parameter bytes: an update, or an object with a `type`; its members in any order, those that may
  ///   be null also left out.
  /// - Throws: ``JSONParsingError`` for what is no JSON; `DecodingError`, which names the member and what
  ///   was expected, for what is no payload.
  public init(taggedJSON bytes: some Sequence<UInt8>) throws {
    var members = try JSONMembers(of: JSON(parsing: bytes), at: [])
    guard members.has("type") else {
      self = .update(try StatusUpdate(&members))
      return
    }
    let type = members.take("type")
    switch type.string {
    case "gap":
      let lost = members.take("lost")
      guard let count = lost.int, count > 0 else {
        throw members.mismatch("lost", lost, "a whole number of at least 1")
      }
      self = .gap(lost: count)
    case "complete":
      var result = try members.object("result")
      self = .complete(
        FinalAnswer(
          text: try result.string("text"), route: try result.optionalString("route"),
          artifacts: try result.take("artifacts", JSONObject.self),
          metadata: try result.take("metadata", JSONObject.self)))
      try result.finish()
    case "failed": self = .failed(message: try members.string("message"))
    case "cancelled": self = .cancelled(reason: try members.string("reason"))
    default: throw members.mismatch("type", type, "one of: gap, complete, failed, cancelled")
    }
    try members.finish()
  }
}

extension StatusUpdate {
  fileprivate init(_ members: inout JSONMembers) throws {
    self.init(
      status: try members.name(Status.self, "status"),
      message: try members.optionalString("message"),
      roadmapStepID: try members.optional("roadmap_step_id") { try $0.integer($1) },
      roadmapStepStatus: try members.optional("roadmap_step_status") {
        try $0.name(StepStatus.self, $1)
      },
      roadmap: try members.optional("roadmap") { try $0.elements($1).map { try RoadmapStep($0) } })
    try members.finish()
  }
}

extension RoadmapStep {
  fileprivate init(_ members: JSONMembers) throws {
    var members = members
    self.init(
      id: try members.integer("id"), name: try members.string("name"),
      description: try members.string("description"),
      status: try members.name(Status.self, "status"))
    try members.finish()
  }
}
