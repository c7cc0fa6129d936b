/// Open logs by the time at which each has to be looked at, earliest first.
///
/// A log's deadline is put off when it is looked at, not on every append, and logs that have ended
/// are cleared out when they outnumber the open ones, so the heap stays in proportion to these.
struct DeadlineHeap: Sendable {
  struct Entry: Sendable {
    let deadline: Duration
    let log: TraceLog
  }

  private var entries: [Entry] = []

  var count: Int { entries.count }
  var earliest: Duration? { entries.first?.deadline }

  mutating func insert(_ log: TraceLog, deadline: Duration) {
    entries.append(Entry(deadline: deadline, log: log))
    siftUp(from: entries.count - 1)
  }

  /// Takes out the earliest entry if its deadline has come.
  mutating func popDue(at now: Duration) -> Entry? {
    guard let first = entries.first, first.deadline <= now else { return nil }
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    siftDown(from: 0)
    return first
  }

  mutating func removeAll(where isStale: (TraceLog) -> Bool) {
    entries.removeAll { isStale($0.log) }
    for index in (0..<entries.count / 2).reversed() { siftDown(from: index) }
  }

  private mutating func siftUp(from start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard entries[child].deadline < entries[parent].deadline else { return }
      entries.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown(from start: Int) {
    var parent = start
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < entries.count && entries[child].deadline < entries[least].deadline {
        least = child
      }
      guard least != parent else { return }
      entries.swapAt(parent, least)
      parent = least
    }
  }
}
