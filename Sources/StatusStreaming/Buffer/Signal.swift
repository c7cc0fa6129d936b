internal import StateLocking

/// State behind a lock that tasks can wait on until a change makes a condition true.
///
/// A waiter is listed only if the condition is false under the lock, so no wake-up is missed. A
/// change wakes all that are listed; a reader at work is not, so a burst of changes wakes it once.
struct Signal<State: Sendable>: ~Copyable, Sendable {
  struct Guarded: Sendable {
    var state: State
    var waiters = WaiterList()
  }

  private let guarded: Lock<Guarded>
  private let access: SharedAccess?

  init(_ state: State, noting access: SharedAccess? = nil) {
    guarded = Lock(Guarded(state: state))
    self.access = access
  }

  /// Reads the state.
  @inline(__always)
  borrowing func read<Result: Sendable, Failure: Error>(
    _ body: (State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    noteReading()
    return try guarded.withLock { (guarded) throws(Failure) in try body(guarded.state) }
  }

  /// Says that what belongs to the state, and is changed without its lock by who reads it, is looked
  /// at.
  borrowing func noteWriting() {
    access?.note(isWrite: true)
  }

  /// Says that a part of the state is read which is kept elsewhere too.
  @inline(__always)
  borrowing func noteReading() {
    access?.note(isWrite: false)
  }

  /// Reads the state, or changes what nobody waits for.
  @inline(__always)
  borrowing func withState<Result: Sendable, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    access?.note(isWrite: true)
    return try guarded.withLock { (guarded) throws(Failure) in try body(&guarded.state) }
  }

  /// Changes the state and wakes everyone who waits, unless the change throws.
  @inline(__always)
  borrowing func change<Result: Sendable, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    access?.note(isWrite: true)
    var woken: WaiterList?
    let result = try guarded.withLock { (guarded) throws(Failure) in
      let result = try body(&guarded.state)
      if !guarded.waiters.isEmpty { woken = guarded.waiters.takeAll() }
      return result
    }
    woken?.wake()
    return result
  }

  /// Waits until a change after which the condition may be true, until the parker is woken
  /// otherwise, or until the task is cancelled.
  ///
  /// Returns at once if the condition is true. What holds on return is for the caller to find out,
  /// as it would be without the lock anyway.
  borrowing func wait(in parker: Parker, until condition: (State) -> Bool) async {
    noteReading()
    let isListed = guarded.withLock { guarded in
      guard !condition(guarded.state) else { return false }
      guarded.waiters.insert(parker)
      return true
    }
    guard isListed else { return }
    await parker.park()
    guarded.withLock { $0.waiters.remove(parker) }
  }
}
