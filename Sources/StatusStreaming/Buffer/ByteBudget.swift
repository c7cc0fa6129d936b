import Synchronization

/// How many bytes the events of a buffer come to, and how many they may.
final class ByteBudget: Sendable {
  let limit: Int
  private let count = Atomic<Int>(0)
  private let access: SharedAccess?

  init(limit: Int, noting access: SharedAccess?) {
    self.limit = max(limit, 0)
    self.access = access
  }

  /// The bytes in use; more than the limit only by ends of traces.
  var used: Int {
    access?.note(isWrite: false)
    return count.load(ordering: .relaxed)
  }

  /// Counts a change, unless it is a growth beyond the limit.
  ///
  /// - Returns: whether it was counted.
  func reserve(_ change: Int) -> Bool {
    access?.note(isWrite: true)
    var seen = count.load(ordering: .relaxed)
    while change <= 0 || change <= limit - seen {
      let exchange = count.compareExchange(
        expected: seen, desired: seen + change, ordering: .relaxed)
      if exchange.exchanged { return true }
      seen = exchange.original
    }
    return false
  }

  /// Counts what is accepted whatever the limit.
  func add(_ bytes: Int) {
    access?.note(isWrite: true)
    count.add(bytes, ordering: .relaxed)
  }

  /// No longer counts what the buffer has let go of.
  func release(_ bytes: Int) {
    access?.note(isWrite: true)
    count.subtract(bytes, ordering: .relaxed)
  }
}

extension BufferError {
  static func tooManyBytes(_ trace: TraceID, growth: Int, budget: ByteBudget) -> BufferError {
    let context =
      "\(growth) more bytes would exceed the limit on bytes, \(budget.limit), of which"
      + " \(budget.used) are in use"
    return BufferError(.tooManyBytes, trace: trace, context: context)
  }
}
