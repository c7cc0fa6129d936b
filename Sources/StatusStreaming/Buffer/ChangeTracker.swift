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

/// A reader's place among the changes of a buffer's traces.
public struct ChangeMark: Sendable, Hashable {
  /// The place before all changes.
  public static let start = ChangeMark(number: 0)

  let number: Int
}

/// The logs of a buffer in the order of their last change, as far as somebody has asked.
///
/// Every question sets a new mark. A log is listed on its first change after a mark and stands after
/// all that changed before, so a reader who remembers its mark finds what is new at the end of the
/// list: the cost is what changed, whatever the list's length.
struct ChangeList: Sendable {
  /// A place in the list, or one that is free.
  private struct Node: Sendable {
    var log: TraceLog?
    /// That at which the log was listed.
    var mark = 0
    /// The node before, or -1; of a free node, another free one.
    var previous = -1
    var next = -1
  }

  /// The answer to a reader's question.
  struct Changes: Sendable {
    /// The logs listed since the reader's mark, oldest change first.
    var logs: [TraceLog]
    /// The mark to ask from the next time.
    var next: Int
    /// Whether no trace will be added any more.
    var isClosed: Bool
  }

  private var nodes: [Node] = []
  private var newest = -1
  private var firstFree = -1
  private var mark = 0
  /// The newest mark after which a log changed that is no longer held.
  private var newestRemovalMark = -1
  /// Of viewers of all traces.
  private var departures = WeakList<Departures>()
  /// Whether no trace will be added any more.
  var isClosed = false

  /// Notes there from now on what the buffer lets go of.
  mutating func noteRemovals(in departures: Departures) {
    self.departures.insert(departures)
  }

  /// Puts a log at the end of the list; one that was removed stays so.
  mutating func list(_ log: TraceLog) {
    let index = log.changeIndex.load(ordering: .relaxed)
    guard index >= 0 else { return }
    unlink(index)
    link(index)
    log.listedAtMark.store(mark, ordering: .relaxed)
  }

  /// Adds a log that is new to the buffer.
  mutating func insert(_ log: TraceLog) {
    var index = firstFree
    if index >= 0 {
      firstFree = nodes[index].previous
    } else {
      index = nodes.count
      nodes.append(Node())
    }
    nodes[index].log = log
    link(index)
    log.changeIndex.store(index, ordering: .relaxed)
    log.listedAtMark.store(mark, ordering: .relaxed)
  }

  /// Takes out a log that the buffer no longer holds.
  ///
  /// - Parameter isChange: whether that is news in itself, as it is for a trace that had not ended.
  mutating func remove(_ log: TraceLog, isChange: Bool) {
    let index = log.changeIndex.exchange(-1, ordering: .relaxed)
    guard index >= 0 else { return }
    for departures in departures.elements { departures.note(log) }
    newestRemovalMark = max(newestRemovalMark, isChange ? mark : nodes[index].mark)
    unlink(index)
    nodes[index] = Node(previous: firstFree)
    firstFree = index
  }

  /// Answers a reader's question, which sets a new mark.
  mutating func takeChanges(since reader: Int) -> Changes {
    mark += 1
    return Changes(
      logs: logs(since: reader), next: mark, isClosed: isClosed)
  }

  /// The logs listed since a mark, oldest change first.
  func logs(since mark: Int) -> [TraceLog] {
    var found: [TraceLog] = []
    var index = newest
    while index >= 0, nodes[index].mark >= mark {
      if let log = nodes[index].log { found.append(log) }
      index = nodes[index].previous
    }
    found.reverse()
    return found
  }

  func hasChanges(since mark: Int) -> Bool {
    let newestListingMark = newest >= 0 ? nodes[newest].mark : -1
    return max(newestListingMark, newestRemovalMark) >= mark
  }

  private mutating func link(_ index: Int) {
    nodes[index].mark = mark
    nodes[index].previous = newest
    nodes[index].next = -1
    if newest >= 0 { nodes[newest].next = index }
    newest = index
  }

  private mutating func unlink(_ index: Int) {
    let previous = nodes[index].previous
    let next = nodes[index].next
    if previous >= 0 { nodes[previous].next = next }
    if next >= 0 {
      nodes[next].previous = previous
    } else {
      newest = previous
    }
  }
}
