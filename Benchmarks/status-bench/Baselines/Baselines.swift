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
  private let finished = Mutex<ArraySlice<TraceID>>([])

  init(_ traces: [TraceID]) {
    updates.withLock { updates in
      for trace in traces { updates[trace] = [] }
    }
  }

  func append(_ update: StatusUpdate, to trace: TraceID) {
    updates.withLock { $0[trace, default: []].append(update) }
  }

  func open(_ trace: TraceID) {
    updates.withLock { updates in
      guard updates[trace] == nil else { return }
      updates[trace] = []
    }
  }

  /// Ends a trace and lets go of the one that ended first if too many have.
  func finish(_ trace: TraceID, keeping limit: Int) {
    let expired = finished.withLock { finished -> TraceID? in
      finished.append(trace)
      return finished.count > limit ? finished.popFirst() : nil
    }
    updates.withLock { updates in
      updates[trace]?.append(StatusUpdate(status: .error, message: ""))
      if let expired { updates[expired] = nil }
    }
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

/// What wakes one task, and does nothing else.
final class Bell: Sendable {
  @safe private struct State {
    var rung = 0
    var waiter: UnsafeContinuation<Int, Never>?
  }

  private let state = Mutex(State())

  func ring() {
    let (waiter, rung) = unsafe state.withLock { state in
      state.rung += 1
      defer { unsafe state.waiter = nil }
      return unsafe (state.waiter, state.rung)
    }
    unsafe waiter?.resume(returning: rung)
  }

  /// Waits until it has been rung more often than a number of times.
  ///
  /// - Returns: how often it has been rung.
  func wait(beyond count: Int) async -> Int {
    await unsafe withUnsafeContinuation { continuation in
      let rung = state.withLock { state -> Int? in
        if state.rung > count { return state.rung }
        unsafe state.waiter = continuation
        return nil
      }
      if let rung { unsafe continuation.resume(returning: rung) }
    }
  }
}
