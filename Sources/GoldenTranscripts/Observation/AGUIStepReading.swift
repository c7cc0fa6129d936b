import StatusStreaming
import WireDecoding

/// The brackets of steps beside what updates say of them.
struct AGUIStepReading: Sendable {
  private struct Bracket: Sendable {
    let name: String
    let isStart: Bool
    /// Whether an end tells of an error.
    let hasError: Bool
  }

  /// The steps that are open, by the bytes of their names; `nil` for one that was only restated.
  private var open: [[UInt8]: Int?] = [:]
  /// What came since the last update.
  private var brackets: [Bracket] = []

  /// Takes a start or an end; those of subagents are their own affair.
  mutating func take(_ event: AGUIEvent) {
    if event["subagentRunId"] != nil { return }
    let name = event.text("stepName") ?? ""
    let isStart = event.kind == .stepStarted
    if event.isRestated {
      open[Array(name.utf8)] = isStart ? .some(nil) : nil
    } else {
      brackets.append(
        Bracket(name: name, isStart: isStart, hasError: event.own?["error"] != nil))
    }
  }

  /// Takes what came for steps that are open, or not, whatever the update is.
  mutating func settle() {
    for bracket in brackets {
      open[Array(bracket.name.utf8)] = bracket.isStart ? .some(nil) : nil
    }
    brackets = []
  }

  /// Compares an update with the brackets before it, or takes the step from them where the update does
  /// not say it.
  ///
  /// - Parameters:
  ///   - update: what is told.
  ///   - plan: the plan as it stands then.
  mutating func complete(
    _ update: inout ObservedEvent.Update, of plan: [RoadmapStep]
  ) throws(JSONNode.Fault) {
    defer { brackets = [] }
    guard let step = update.stepID else {
      if update.stepStatus == nil { derive(&update, from: plan) }
      return settle()
    }
    let isOpen = open.values.contains { $0 == step || $0 == .some(nil) }
    switch update.stepStatus {
    case nil: break
    case .running:
      guard isOpen || brackets.contains(where: \.isStart) else {
        throw JSONNode.Fault(
          place: "content.step", expected: "STEP_STARTED before step \(step) runs")
      }
    case .ok, .error:
      guard let end = brackets.last(where: { !$0.isStart }) else {
        throw JSONNode.Fault(
          place: "content.step", expected: "STEP_FINISHED before step \(step) has ended")
      }
      if let other = open[Array(end.name.utf8)] ?? nil, other != step {
        throw JSONNode.Fault(
          place: "content.step", expected: "\(other), whose STEP_FINISHED is before it")
      }
    }
    for bracket in brackets {
      open[Array(bracket.name.utf8)] = bracket.isStart ? .some(step) : nil
    }
    try check(update, by: plan)
  }

  /// The plan's own state of a step has to follow it, where there is but one of its id.
  private func check(
    _ update: ObservedEvent.Update, by plan: [RoadmapStep]
  ) throws(JSONNode.Fault) {
    // A plan that comes with the update says what it says.
    guard update.roadmap == nil, let status = update.stepStatus else { return }
    let own = plan.filter { $0.id == update.stepID }
    guard own.count == 1, own[0].status.rawValue != status.rawValue else { return }
    throw JSONNode.Fault(
      place: "the plan", expected: "step \(own[0].id) to be \(status), by a delta")
  }

  /// Takes the step from a bracket, by its name in the plan or in the form `Step 3`.
  private func derive(_ update: inout ObservedEvent.Update, from plan: [RoadmapStep]) {
    guard let bracket = brackets.last else { return }
    let isBegun =
      brackets.dropLast().last { $0.name.utf8.elementsEqual(bracket.name.utf8) }?.isStart
    // What ends without a beginning says nothing of a step, and so does what begins twice.
    guard (isBegun ?? (open[Array(bracket.name.utf8)] != nil)) != bracket.isStart else { return }
    let own = plan.filter { $0.name.utf8.elementsEqual(bracket.name.utf8) }
    let number = bracket.name.hasPrefix("Step ") ? Int(bracket.name.dropFirst(5)) : nil
    guard let id = own.first?.id ?? number else { return }
    update.stepID = id
    update.stepStatus = bracket.isStart ? .running : bracket.hasError ? .error : .ok
  }
}
