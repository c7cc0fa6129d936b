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
