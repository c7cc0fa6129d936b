/// Settles choices by a list that was edited, as far as it fits, and with zeros after its end.
struct EditedScheduler: Scheduler {
  private let values: [Int]
  private var position = 0

  init(_ values: [Int]) {
    self.values = values
  }

  mutating func pick(from runnable: RunnableTasks) -> Int {
    next(below: runnable.count)
  }

  mutating func next(below bound: Int) -> Int {
    guard position < values.count else { return 0 }
    defer { position += 1 }
    return min(values[position], bound - 1)
  }
}
