import Synchronization

/// Tells readers which traces changed, at a cost to writers of one comparison per append.
struct ChangeTracker: ~Copyable, Sendable {
  let list = Signal(ChangeList())
  /// The list's epoch, to be read without its lock.
  ///
  /// Correct only if it is read while the changed log is locked: either the reader that began the
  /// epoch locks the log later and sees the change, or it did so earlier and the new epoch is seen
  /// here, which lists the log again.
  private let currentEpoch = Atomic<Int>(0)

  /// The current epoch, to be read while the changed log is locked.
  var epoch: Int { currentEpoch.load(ordering: .relaxed) }

  /// Lists a log that changed in an epoch, unless it is listed there already.
  @inline(__always)
  func noteChange(of log: TraceLog, in epoch: Int) {
    guard log.listedInEpoch.load(ordering: .relaxed) != epoch else { return }
    list.change { $0.list(log) }
  }

  /// What has changed since an epoch.
  func changes(since epoch: Int) -> ChangeList.Changes {
    list.withState { takeChanges(of: &$0, since: epoch) }
  }

  /// What has changed since an epoch, and what has gone, of which the changes tell nothing.
  func changes(
    since epoch: Int, and departures: Departures
  ) -> (changes: ChangeList.Changes, gone: [TraceLog]) {
    list.withState { (takeChanges(of: &$0, since: epoch), departures.take()) }
  }

  private func takeChanges(of list: inout ChangeList, since epoch: Int) -> ChangeList.Changes {
    let changes = list.takeChanges(since: epoch)
    currentEpoch.store(changes.next, ordering: .relaxed)
    return changes
  }
}
