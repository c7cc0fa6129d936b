import StatusStreaming
import Synchronization

/// One trace's updates behind a lock: the least that threads can share a list with.
final class LockedArray: Sendable {
  private let updates = Mutex<[StatusUpdate]>([])
  private let stamped = Mutex<[(StatusUpdate, Duration)]>([])

  func append(_ update: StatusUpdate) {
    updates.withLock { $0.append(update) }
  }

  func append(_ update: StatusUpdate, at time: Duration) {
    stamped.withLock { $0.append((update, time)) }
  }

  func updates(after count: Int, limit: Int) -> [StatusUpdate] {
    updates.withLock { Array($0[count...].prefix(limit)) }
  }
}

/// All traces' updates behind one lock.
final class LockedDictionary: Sendable {
  private let updates = Mutex<[TraceID: [StatusUpdate]]>([:])

  init(_ traces: [TraceID]) {
    updates.withLock { updates in
      for trace in traces { updates[trace] = [] }
    }
  }

  func append(_ update: StatusUpdate, to trace: TraceID) {
    updates.withLock { $0[trace, default: []].append(update) }
  }
}

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
