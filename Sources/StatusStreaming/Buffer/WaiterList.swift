/// The places of tasks that wait for a change.
struct WaiterList: Sendable {
  private var parkers: [Parker] = []

  var isEmpty: Bool { parkers.isEmpty }

  mutating func insert(_ parker: Parker) {
    parkers.append(parker)
  }

  /// Takes out a waiter, if a change has not done so.
  mutating func remove(_ parker: Parker) {
    guard let index = parkers.firstIndex(where: { $0 === parker }) else { return }
    parkers.remove(at: index)
  }

  mutating func takeAll() -> WaiterList {
    defer { parkers = [] }
    return self
  }

  /// Wakes everyone; never under a lock, since a woken task may run at once and want it.
  func wake() {
    for parker in parkers { parker.unpark() }
  }
}
