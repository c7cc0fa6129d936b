extension StreamEvent.Payload {
  /// Appends the object that wires without a type of their own for each event carry: a bare update,
  /// or an object with a `type` that no update has.
  ///
  /// `{"type":"gap","lost":n}`, `{"type":"complete","result":{…}}`,
  /// `{"type":"failed","message":…}`, `{"type":"cancelled","reason":…}`.
  @inline(__always)
  public func appendTaggedJSON(to bytes: inout [UInt8], profile: JSONProfile = .portable) {
    if case .update(let update) = self {
      return update.appendJSON(to: &bytes, profile, in: .none)
    }
    appendTagged(to: &bytes, profile)
  }

  private func appendTagged(to bytes: inout [UInt8], _ profile: JSONProfile) {
    switch self {
    case .update: break
    case .gap(let lost):
      bytes.append("{\"type\":\"gap\",\"lost\":")
      bytes.append(json: lost)
      bytes.append(UInt8(ascii: "}"))
    case .complete(let answer):
      bytes.append("{\"type\":\"complete\",\"result\":")
      answer.appendJSON(to: &bytes, profile: profile)
      bytes.append(UInt8(ascii: "}"))
    case .failed(let message):
      bytes.append("{\"type\":\"failed\",\"message\":")
      bytes.append(json: message, profile)
      bytes.append(UInt8(ascii: "}"))
    case .cancelled(let reason):
      bytes.append("{\"type\":\"cancelled\",\"reason\":")
      bytes.append(json: reason, profile)
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// Appends the payload alone, for wires that name its kind elsewhere: the update, the answer,
  /// `{"lost":n}`, `{"message":…}` or `{"reason":…}`.
  @inline(__always)
  func appendJSON(to bytes: inout [UInt8], _ profile: JSONProfile) {
    if case .update(let update) = self {
      return update.appendJSON(to: &bytes, profile, in: .none)
    }
    appendOther(to: &bytes, profile)
  }

  private func appendOther(to bytes: inout [UInt8], _ profile: JSONProfile) {
    switch self {
    case .update: break
    case .gap(let lost):
      bytes.append("{\"lost\":")
      bytes.append(json: lost)
      bytes.append(UInt8(ascii: "}"))
    case .complete(let answer):
      answer.appendJSON(to: &bytes, profile: profile)
    case .failed(let message):
      bytes.append("{\"message\":")
      bytes.append(json: message, profile)
      bytes.append(UInt8(ascii: "}"))
    case .cancelled(let reason):
      bytes.append("{\"reason\":")
      bytes.append(json: reason, profile)
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// The kind's name on wires that have a field for it.
  var kind: StaticString {
    switch self {
    case .update: "update"
    case .gap: "gap"
    case .complete: "complete"
    case .failed: "failed"
    case .cancelled: "cancelled"
    }
  }
}

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
    // Artifacts stand in the result, which stands in the payload.
    var members = try JSONMembers(of: JSON(parsing: bytes, levelsAround: 2), at: [])
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

extension StreamEvent {
  /// Refuses numbers and a time that no wire has a spelling for, and that only a faulty buffer gives.
  @inline(__always)
  borrowing func checkNumbers() throws(StatusEncodingError) {
    if !hasUsualNumbers { try checkEachNumber() }
  }

  /// Whether there is nothing to look at more closely: a test of a few instructions, for every event.
  ///
  /// A time below 168 billion years has fewer than 2⁵⁸ in the upper half of its attoseconds; the bound is
  /// above that, at `Int64.max` seconds.
  @inline(__always)
  var hasUsualNumbers: Bool {
    sequence.rawValue >= 0 && UInt64(truncatingIfNeeded: time.attoseconds >> 64) < 1 << 58
      && !payload.isGap
  }

  @inline(never)
  private borrowing func checkEachNumber() throws(StatusEncodingError) {
    if sequence < .zero { throw StatusEncodingError(.outOfRange("a number below 0"), self) }
    if case .gap(let lost) = payload, lost < 1 {
      throw StatusEncodingError(.outOfRange("a gap of \(lost), expected at least 1"), self)
    }
    if time < .zero || time > .seconds(Int64.max) {
      throw StatusEncodingError(
        .outOfRange("the time \(time), expected 0 to \(Int64.max) seconds"), self)
    }
  }
}
