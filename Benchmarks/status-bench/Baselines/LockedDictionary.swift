import StatusStreaming
import Synchronization

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
