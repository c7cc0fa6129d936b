import StatusStreaming

/// The dictionary of lists that status updates are kept in without a package, made safe by an actor.
actor NaiveActor {
  private var updates: [TraceID: [StatusUpdate]] = [:]

  func open(_ traces: [TraceID]) {
    for trace in traces { updates[trace] = [] }
  }

  func append(_ update: StatusUpdate, to trace: TraceID) {
    updates[trace, default: []].append(update)
  }

  func append(contentsOf added: [StatusUpdate], to trace: TraceID) {
    updates[trace, default: []].append(contentsOf: added)
  }

  func updates(of trace: TraceID, after count: Int, limit: Int) -> [StatusUpdate] {
    Array(updates[trace, default: []][count...].prefix(limit))
  }

  /// The traces that hold more than a reader has seen, found as a monitor's loop finds them.
  func changedTraces(since counts: [TraceID: Int]) -> [TraceID] {
    updates.filter { $0.value.count > counts[$0.key, default: 0] }.map(\.key)
  }
}
