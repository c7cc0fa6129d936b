import GoldenTranscripts
import StatusStreaming
import WireDecoding

/// What of AG-UI a viewer is told again that resumes: its front end knows nothing of the connection before.
enum AGUIRestatement {
  /// What of the plan, the status and the open steps is not told again as it stood.
  ///
  /// - Parameters:
  ///   - bytes: those of a connection that begins behind what the state takes account of.
  ///   - state: how the trace stood there.
  static func fault(
    in bytes: [UInt8], _ format: WireFormat, from state: TraceSnapshot
  ) -> Finding? {
    let told = RestatedState(bytes, format: format)
    func finding(_ expected: String, _ seen: String) -> Finding {
      Finding(expected: "\(expected), told again after #\(state.cursor)", seen: seen)
    }
    if told.isUnknown { return nil }
    if let plan = state.plan, told.plan.map(SeenEvent.init(plan:)) != SeenEvent(plan: plan) {
      return finding(
        "the plan as it stood, \(plan.restatedLine)",
        told.plan.map(\.restatedLine) ?? "no plan that is told again")
    }
    if let update = state.update {
      let status = StatusUpdate(status: update.status, message: update.message)
      guard told.status.map(SeenEvent.init(status:)) == SeenEvent(status: status) else {
        return finding(
          "the status as it stood, \(SeenEvent(status: status))",
          told.status.map { "\(SeenEvent(status: $0))" } ?? "no status that is told again")
      }
    }
    guard told.openSteps.count != state.openSteps.count else { return nil }
    return finding(
      "the steps that were open, \(state.openSteps.map(\.name.quoted).joined(separator: ", "))",
      told.openSteps.isEmpty
        ? "none" : told.openSteps.map(\.quoted).joined(separator: ", "))
  }
}

extension TraceSnapshot {
  /// How a trace stands after its first events, at least one.
  init(of events: [StreamEvent]) {
    self.init(of: events[0].trace)
    for event in events { apply(event) }
  }
}

/// What the first events of a connection tell again.
private struct RestatedState {
  /// `nil` if none is told, or one that can't be read.
  private(set) var plan: [RoadmapStep]?
  private(set) var status: StatusUpdate?
  private(set) var openSteps: [String] = []
  /// Whether it is said that it is not known how the trace stood.
  private(set) var isUnknown = false

  init(_ bytes: [UInt8], format: WireFormat) {
    let reading = AGUIStreamReading(bytes, format: format, keepsEvents: true)
    for occurrence in reading.occurrences {
      guard let value = try? JSONValue(parsing: occurrence.json) else { return }
      let own = value["metadata"]?["status-streaming"]
      if occurrence.isNumbered || own?.text("id") != nil { return }
      guard own?["restated"] == .bool(true) else { continue }
      switch (occurrence.kind, value.text("activityType")) {
      case (.activitySnapshot, let type?):
        let content = value["content"]
        if content?.text("status") == "unknown" { isUnknown = true }
        if type == "PLAN" { plan = content?.roadmap }
        if type == "status" { status = content?.status }
      case (.stepStarted, _): openSteps.append(value.text("stepName") ?? "")
      default: break
      }
    }
  }
}

extension SeenEvent {
  /// What is seen of a plan, to the byte.
  fileprivate init(plan: [RoadmapStep]) {
    self.init(status: StatusUpdate(status: .ok, roadmap: plan))
  }

  /// What is seen of an update, to the byte.
  fileprivate init(status update: StatusUpdate) {
    self.init(ObservedEvent(content: .init(.update(update))))
  }
}

extension JSONValue {
  /// An update's status and message; `nil` if it is none.
  fileprivate var status: StatusUpdate? {
    text("status").flatMap(StatusUpdate.Status.init(rawValue:))
      .map { StatusUpdate(status: $0, message: text("message")) }
  }

  /// The steps of a plan; `nil` if it has others.
  fileprivate var roadmap: [RoadmapStep]? {
    guard case .array(let elements)? = self["steps"] else { return nil }
    let steps = elements.compactMap { element -> RoadmapStep? in
      guard case .number(let number)? = element["id"], let id = Int(number.text),
        let name = element.text("name"), let description = element.text("description"),
        let status = element.text("status").flatMap(RoadmapStep.Status.init(rawValue:))
      else { return nil }
      return RoadmapStep(id: id, name: name, description: description, status: status)
    }
    return steps.count == elements.count ? steps : nil
  }
}

extension [RoadmapStep] {
  /// The steps, each with its state.
  fileprivate var restatedLine: String {
    isEmpty
      ? "of no steps" : map { "\($0.id) \($0.name.quoted) \($0.status)" }.joined(separator: ", ")
  }
}
