/// Continuations parked until something changes, each to be resumed exactly once.
///
/// Whoever takes a continuation out of the list resumes it, after releasing the lock around it.
struct WaiterList {
  typealias Continuation = CheckedContinuation<Void, Never>

  private var parked: [(id: Int, continuation: Continuation)] = []
  private var lastID = 0

  var isEmpty: Bool { parked.isEmpty }

  /// A name for a waiter, made before it parks so that its cancellation can name it.
  mutating func makeID() -> Int {
    lastID += 1
    return lastID
  }

  mutating func park(_ continuation: Continuation, id: Int) {
    parked.append((id, continuation))
  }

  mutating func take(id: Int) -> Continuation? {
    guard let index = parked.firstIndex(where: { $0.id == id }) else { return nil }
    return parked.remove(at: index).continuation
  }

  mutating func takeAll() -> [Continuation] {
    defer { parked.removeAll() }
    return parked.map(\.continuation)
  }
}
