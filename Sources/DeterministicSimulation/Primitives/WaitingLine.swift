/// Parked tasks in the order in which they asked for the same thing.
struct WaitingLine {
  private var keys = FIFO<WaitTable.Key>()

  mutating func append(_ key: WaitTable.Key) {
    keys.append(key)
  }

  /// Wakes the first that still waits, or returns false if nobody does.
  @discardableResult
  mutating func wakeFirst(in core: Core) -> Bool {
    while let key = keys.popFirst() {
      if core.wake(key, .arrived) { return true }
    }
    return false
  }
}
