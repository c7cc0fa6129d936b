extension AGUIStream {
  /// How the trace stands after a gap of which nobody has said more.
  func state(after gap: borrowing StreamEvent, lost: Int) -> TraceSnapshot {
    // The update that the gap stands for may be one that was too large to be told.
    if lost == 1, let refused, refused.cursor == gap.cursor { return refused }
    var state = TraceSnapshot.unknown(gap.trace, at: gap.cursor)
    state.time = gap.time
    return state
  }

  /// What brings a client from one state to another.
  ///
  /// Steps are ended before others begin, since a name may have passed from one to another.
  static func resynchronization(
    from shown: TraceSnapshot, to state: TraceSnapshot
  ) -> [AGUIEvent] {
    var events: [AGUIEvent] = []
    if state.plan != nil || !state.isComplete { events.append(.plan(state.plan)) }
    if state.update != nil || !state.isComplete { events.append(.status(state.update)) }
    events += shown.openSteps.filter { !state.openSteps.contains($0) }.map(\.ended)
    events += state.openSteps.filter { !shown.openSteps.contains($0) }.map(\.begun)
    return events
  }

  /// What an update is told with: what it changes, and at last what it says.
  static func events(
    telling changes: [TraceChange], of update: StatusUpdate
  ) -> [AGUIEvent] {
    var events: [AGUIEvent] = []
    var planSteps: [(index: Int, status: RoadmapStep.Status)] = []
    for change in changes {
      switch change {
      case .plan(let steps): events.append(.plan(steps))
      case .planStep(let index, let status): planSteps.append((index, status))
      case .stepBegan(let step): events.append(step.begun)
      case .stepEnded(let step, let hasFailed):
        events.append(.stepFinished(step.name, error: hasFailed ? update.message ?? "" : nil))
      }
    }
    if !planSteps.isEmpty { events.append(.planSteps(planSteps)) }
    return events + [.status(update)]
  }
}

extension TraceSnapshot {
  /// What ends the steps that are open.
  var closings: [AGUIEvent] { openSteps.map(\.ended) }
}

extension TraceSnapshot.OpenStep {
  fileprivate var ended: AGUIEvent { .stepFinished(name) }
  fileprivate var begun: AGUIEvent { .stepStarted(name) }
}

extension StreamEvent {
  /// Where a client is that has everything before the event.
  var cursorBefore: Cursor {
    var number = max(sequence.rawValue - 1, 0)
    if case .gap(let lost) = payload { number = max(sequence.rawValue - lost, 0) }
    return number == 0 ? .zero : Cursor(SequenceNumber(rawValue: number), in: epoch)
  }
}
