import Synchronization

/// Tells readers which traces changed, at a cost to writers of one comparison per append.
struct ChangeTracker: ~Copyable, Sendable {
  let list: Signal<ChangeList>
  /// The list's latest mark, to be read without its lock.
  ///
  /// Correct only if it is read while the changed log is locked: either the reader that set the
  /// mark locks the log later and sees the change, or it did so earlier and the new mark is seen
  /// here, which lists the log again.
  private let latestMark = Atomic<Int>(0)

  init(noting access: SharedAccess?) {
    list = Signal(ChangeList(), noting: access)
  }

  /// The latest mark, to be read while the changed log is locked.
  var mark: Int {
    list.noteReading()
    return latestMark.load(ordering: .relaxed)
  }

  /// Lists a log that changed after a mark, unless it has been listed since.
  @inline(__always)
  func noteChange(of log: TraceLog, at mark: Int) {
    guard log.listedAtMark.load(ordering: .relaxed) != mark else { return }
    list.change { $0.list(log) }
  }

  /// What has changed since a mark.
  func changes(since mark: Int) -> ChangeList.Changes {
    list.withState { takeChanges(of: &$0, since: mark) }
  }

  /// What has changed since a mark, and what has gone, of which the changes tell nothing.
  func changes(
    since mark: Int, and departures: Departures
  ) -> (changes: ChangeList.Changes, gone: [TraceLog]) {
    list.withState { (takeChanges(of: &$0, since: mark), departures.take()) }
  }

  private func takeChanges(of list: inout ChangeList, since mark: Int) -> ChangeList.Changes {
    let changes = list.takeChanges(since: mark)
    latestMark.store(changes.next, ordering: .relaxed)
    return changes
  }
}
