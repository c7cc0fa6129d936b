import Synchronization

/// State behind a lock that tasks can wait on until a change makes a condition true.
///
/// A waiter parks only if the condition is false under the lock, so no wake-up is missed. A change
/// wakes all that are parked; a reader at work is not parked, so a burst of changes wakes it once.
struct Signal<State: Sendable>: ~Copyable, Sendable {
  struct Guarded: Sendable {
    var state: State
    var waiters = WaiterList()
  }

  private let guarded: Mutex<Guarded>
  #if THREAD_SANITIZER
    // The sanitizer does not see into `Mutex`, whose library is not instrumented. It sees this.
    private let order = Atomic<Int>(0)
  #endif

  init(_ state: State) {
    guarded = Mutex(Guarded(state: state))
  }

  /// Reads the state, or changes what nobody waits for.
  borrowing func withState<Result: Sendable, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withLock { (guarded) throws(Failure) in try body(&guarded.state) }
  }

  private borrowing func withLock<Result: Sendable, Failure: Error>(
    _ body: (inout Guarded) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try guarded.withLock { (guarded) throws(Failure) in
      #if THREAD_SANITIZER
        _ = order.load(ordering: .acquiring)
        defer { order.store(0, ordering: .releasing) }
      #endif
      return try body(&guarded)
    }
  }

  /// Changes the state and wakes everyone who waits, unless the change throws.
  borrowing func change<Result: Sendable, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let (result, woken) = try withLock { (guarded) throws(Failure) in
      let result = try body(&guarded.state)
      return (result, guarded.waiters.isEmpty ? [] : guarded.waiters.takeAll())
    }
    for waiter in woken { waiter.resume() }
    return result
  }

  /// Waits until a change after which the condition may be true, or until the task is cancelled.
  ///
  /// Returns at once if the condition is true or the task is cancelled already. What holds on
  /// return is for the caller to find out, as it would be without the lock anyway.
  borrowing func wait(until condition: @Sendable (State) -> Bool) async {
    let id = withLock { $0.waiters.makeID() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isParked = withLock { guarded in
          // A cancellation that came before this line found nobody to wake; one that comes after
          // it finds the waiter.
          guard !Task.isCancelled, !condition(guarded.state) else { return false }
          guarded.waiters.park(continuation, id: id)
          return true
        }
        if !isParked { continuation.resume() }
      }
    } onCancel: {
      withLock { $0.waiters.take(id: id) }?.resume()
    }
  }
}
