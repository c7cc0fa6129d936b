/// One thing that an update changes in a snapshot.
enum TraceChange: Sendable {
  case plan([RoadmapStep])
  /// A step of the plan, by its place, has another state.
  case planStep(Int, RoadmapStep.Status)
  case stepBegan(TraceSnapshot.OpenStep)
  /// A step is open no more.
  case stepEnded(TraceSnapshot.OpenStep, hasFailed: Bool)
}

extension TraceSnapshot {
  /// Takes account of the trace's next event.
  ///
  /// An event of another trace, or one that was applied before, changes nothing. After a gap, or an
  /// event whose number is not the next one, only what later events say is known.
  public mutating func apply(_ event: borrowing StreamEvent) {
    guard event.trace == trace, event.sequence > cursor.number else { return }
    switch event.payload {
    case .update(let update):
      if event.sequence.rawValue - 1 > cursor.number.rawValue { forget() }
      apply(update)
    case .gap: forget()
    case .complete, .failed, .cancelled: openSteps = []
    }
    cursor = event.cursor
    time = event.time
  }

  mutating func apply(_ update: StatusUpdate) {
    if let roadmap = update.roadmap { plan = roadmap }
    if let id = update.roadmapStepID, let status = update.roadmapStepStatus {
      apply(step: id, status)
    }
    note(update)
  }

  /// Takes account of what is said of a step; to do so again changes nothing.
  mutating func apply(step id: Int, _ status: StatusUpdate.StepStatus) {
    let place = openSteps.firstIndex { $0.id == id }
    if let place {
      if status != .running { openSteps.remove(at: place) }
    } else {
      let begun = status == .running ? step(id, in: plan) : nil
      if openSteps.count >= Self.maximumOpenSteps { openSteps.removeFirst() }
      if let begun { openSteps.append(begun) }
    }
    guard let count = plan?.count else { return }
    let state = RoadmapStep.Status(status)
    for index in 0..<count where plan?[index].id == id && plan?[index].status != state {
      plan?[index].status = state
    }
  }

  /// Takes note of an update as the latest one.
  mutating func note(_ update: StatusUpdate) {
    self.update = update
    self.update?.roadmap = nil
  }

  /// Takes account of losses.
  mutating func forget() {
    update = nil
    plan = nil
    openSteps = []
    isComplete = false
  }

  /// What an update changes in the plan and in the steps, in the order in which it is told.
  func changes(by update: borrowing StatusUpdate) -> [TraceChange] {
    var changes: [TraceChange] = []
    if let roadmap = update.roadmap { changes.append(.plan(roadmap)) }
    if let id = update.roadmapStepID, let status = update.roadmapStepStatus {
      appendChanges(ofStep: id, status, in: update.roadmap ?? plan, to: &changes)
    }
    return changes
  }

  private func appendChanges(
    ofStep id: Int, _ status: StatusUpdate.StepStatus, in plan: [RoadmapStep]?,
    to changes: inout [TraceChange]
  ) {
    let open = openSteps.first { $0.id == id }
    let step = open ?? step(id, in: plan)
    if open == nil {
      if openSteps.count >= Self.maximumOpenSteps {
        changes.append(.stepEnded(openSteps[0], hasFailed: false))
      }
      changes.append(.stepBegan(step))
    }
    if status != .running { changes.append(.stepEnded(step, hasFailed: status == .error)) }
    let state = RoadmapStep.Status(status)
    for (index, planned) in (plan ?? []).enumerated()
    where planned.id == id && planned.status != state {
      changes.append(.planStep(index, state))
    }
  }

  /// A step that begins, by its name in the plan.
  private func step(_ id: Int, in plan: [RoadmapStep]?) -> OpenStep {
    let planned = plan?.first { $0.id == id }?.name ?? ""
    if planned.isEmpty, openSteps.allSatisfy(\.ownName.isEmpty) {
      return OpenStep(id: id, ownName: "")
    }
    var name = planned.isEmpty ? OpenStep.name(of: id) : planned
    while openSteps.contains(where: { $0.name == name }) { name += " (step \(id))" }
    return OpenStep(id: id, name: name)
  }
}

extension RoadmapStep.Status {
  /// The state that a planned step has by what an update says of it.
  init(_ status: StatusUpdate.StepStatus) {
    switch status {
    case .running: self = .running
    case .ok: self = .ok
    case .error: self = .error
    }
  }
}
