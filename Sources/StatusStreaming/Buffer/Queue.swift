/// A list that grows at one end and shrinks at the other, each step at the same cost.
struct Queue<Element> {
  private var incoming: [Element]
  /// The oldest elements, newest first.
  private var outgoing: [Element] = []

  /// - Parameter elements: oldest first.
  init(_ elements: [Element] = []) {
    incoming = elements
  }

  var isEmpty: Bool { incoming.isEmpty && outgoing.isEmpty }

  mutating func append(_ element: Element) {
    incoming.append(element)
  }

  /// The oldest element.
  mutating func first() -> Element? {
    if outgoing.isEmpty {
      outgoing = incoming.reversed()
      incoming = []
    }
    return outgoing.last
  }

  /// Takes out what ``first()`` has found.
  mutating func removeFirst() {
    outgoing.removeLast()
  }
}

extension Queue: Sendable where Element: Sendable {}
