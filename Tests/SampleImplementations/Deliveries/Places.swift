import StateLocking

/// The places that there are for something.
final class Places: Sendable {
  private let free: Lock<Int>

  init(_ count: Int) {
    free = Lock(count)
  }

  func take() -> Bool {
    free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
  }

  func giveBack() { free.withLock { $0 += 1 } }
}
