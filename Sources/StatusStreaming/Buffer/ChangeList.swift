import Synchronization

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
