/// Elements by the time at which each has to be looked at, earliest first.
///
/// A deadline is put off when its element is looked at, not whenever something happens, and elements
/// that are of no more interest are cleared out when they outnumber the others, so the heap stays in
/// proportion to these.
struct DeadlineHeap<Element: Sendable>: Sendable {
  struct Entry: Sendable {
    let deadline: Duration
    let element: Element
  }

  private var entries: [Entry] = []

  var count: Int { entries.count }
  var earliest: Duration? { entries.first?.deadline }

  /// All of them, in no order that means anything but for the first.
  var elements: some Sequence<Element> { entries.lazy.map(\.element) }

  mutating func insert(_ element: Element, deadline: Duration) {
    entries.append(Entry(deadline: deadline, element: element))
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

  mutating func removeAll(where isStale: (Element) -> Bool) {
    entries.removeAll { isStale($0.element) }
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
