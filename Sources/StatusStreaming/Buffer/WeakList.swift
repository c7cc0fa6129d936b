/// Objects to be told of something for as long as somebody else keeps them.
///
/// Those that nobody keeps any more are cleared out when they may outnumber the others, so that the
/// list stays in proportion to these.
struct WeakList<Element: AnyObject & Sendable>: Sendable {
  private struct Entry: Sendable {
    weak let element: Element?
  }

  private var entries: [Entry] = []
  private var limit = 16

  /// Whether nobody is left to be told.
  var isEmpty: Bool { entries.allSatisfy { $0.element == nil } }

  /// Those that are still kept, in the order in which they came.
  var elements: [Element] { entries.compactMap(\.element) }

  mutating func insert(_ element: Element) {
    if entries.count >= limit {
      entries.removeAll { $0.element == nil }
      limit = 2 * entries.count + 16
    }
    entries.append(Entry(element: element))
  }
}
