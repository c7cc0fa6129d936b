import Synchronization

/// Tells the first of those who pass from the others.
final class Turnstile: Sendable {
  private let count = Atomic(0)

  func isFirst() -> Bool {
    count.add(1, ordering: .relaxed).newValue == 1
  }
}
