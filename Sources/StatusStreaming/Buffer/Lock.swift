import Synchronization

/// A mutex whose order the thread sanitizer sees.
struct Lock<State: Sendable>: ~Copyable, Sendable {
  private let state: Mutex<State>
  #if THREAD_SANITIZER
    // The sanitizer does not see into `Mutex`, whose library is not instrumented. It sees this.
    private let order = Atomic<Int>(0)
  #endif

  init(_ state: State) {
    self.state = Mutex(state)
  }

  @inline(__always)
  borrowing func withLock<Result: Sendable, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try state.withLock { (state) throws(Failure) in
      #if THREAD_SANITIZER
        _ = order.load(ordering: .acquiring)
        defer { order.store(0, ordering: .releasing) }
      #endif
      return try body(&state)
    }
  }
}
