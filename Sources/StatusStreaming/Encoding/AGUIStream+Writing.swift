extension AGUIStream {
  /// Writes a group that is told again, of which what is too large is told with less in it.
  mutating func write(_ group: AGUIGroup, to output: inout AGUIOutput) {
    guard let trace = shown?.trace else { return }
    var events: [AGUIEvent] = []
    for event in group.events {
      if let fitting = fit(event, of: group, in: trace, to: &output) { events.append(fitting) }
    }
    for event in events {
      _ = output.append(
        event, of: run, trace: trace, at: group.time, cursor: nil, isRestated: true)
    }
  }

  /// The event itself, or as much of it as there is room for; `nil` if it has to be left out.
  ///
  /// The client then does not know it, so that nothing is told that builds on it.
  private mutating func fit(
    _ event: AGUIEvent, of group: AGUIGroup, in trace: TraceID, to output: inout AGUIOutput
  ) -> AGUIEvent? {
    if output.limit == .max { return event }
    let size = output.size(
      of: event, of: run, trace: trace, at: group.time, isRestated: true)
    guard size > output.limit else { return event }
    switch event {
    case .plan(let plan):
      shown?.plan = nil
      shown?.isComplete = false
      return plan == nil ? nil : fit(.plan(nil), of: group, in: trace, to: &output)
    case .status(let update?) where update.message != nil:
      var shorter = update
      shorter.message = nil
      return fit(.status(shorter), of: group, in: trace, to: &output)
    case .status: return nil
    case .stepStarted(let name):
      shown?.openSteps.removeAll { $0.name == name }
      return nil
    default: return event
    }
  }

  /// Writes what an event of the trace amounts to.
  ///
  /// - Throws: ``StatusEncodingError`` if one of its events is too large, or a step's end would be, having
  ///   written some of them.
  func write(
    _ group: AGUIGroup, of event: borrowing StreamEvent, to output: inout AGUIOutput
  ) throws(StatusEncodingError) {
    for (index, told) in group.events.enumerated() {
      let cursor = index == group.events.count - 1 ? group.cursor : nil
      var size = output.append(
        told, of: run, trace: event.trace, at: group.time, cursor: cursor, isRestated: false)
      if case .stepStarted(let name) = told, output.limit < .max {
        // What can't be ended is not begun.
        size = max(
          size,
          output.size(
            of: .stepFinished(name), of: run, trace: event.trace, at: .seconds(Int64.max),
            isRestated: true))
      }
      guard size <= output.limit else {
        throw StatusEncodingError(.tooLarge(size: size, limit: output.limit), event)
      }
    }
  }
}
