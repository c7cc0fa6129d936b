import Dispatch
import Synchronization

/// State that one thread at a time may use, for a moment each.
///
/// It goes to whoever comes first. A `Mutex` on Linux goes from thread to thread in the order of
/// their coming, through the kernel: writers of one trace that have once queued for it go on
/// queueing, and each append costs a change of threads.
@safe struct Lock<State: Sendable>: ~Copyable, Sendable {
  /// 0 if nobody holds the lock, 1 if somebody does, 2 if others may sleep until it is free.
  private let word = Atomic<UInt32>(0)
  /// Where they sleep; most locks never need it.
  private let bed = AtomicLazyReference<DispatchSemaphore>()
  // Safe to share: only who holds the lock touches it.
  private nonisolated(unsafe) let state: UnsafeMutablePointer<State>

  init(_ state: State) {
    unsafe self.state = .allocate(capacity: 1)
    unsafe self.state.initialize(to: state)
  }

  deinit {
    unsafe state.deinitialize(count: 1)
    unsafe state.deallocate()
  }

  @inline(__always)
  borrowing func withLock<Result: Sendable, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lock()
    defer { unlock() }
    return try unsafe body(&state.pointee)
  }

  @inline(__always)
  private borrowing func lock() {
    if !take() { waitForLock() }
  }

  @inline(__always)
  private borrowing func take() -> Bool {
    let (isFree, _) = word.compareExchange(
      expected: 0, desired: 1, successOrdering: .acquiring, failureOrdering: .relaxed)
    return isFree
  }

  @inline(__always)
  private borrowing func unlock() {
    if word.exchange(0, ordering: .releasing) == 2 { wakeSleeper() }
  }

  /// Waits awake for as long as fifty appends take, then twice that and twice again, then asleep.
  ///
  /// Between its looks the waiter leaves the lock alone. Looking all the time, it would take the
  /// memory that lock and state are in from the processor that works on them, and the two would get
  /// done less together than one alone.
  @inline(never)
  private borrowing func waitForLock() {
    for pause in [2, 4, 8] {
      let start = ContinuousClock.now
      while start.duration(to: .now) < .microseconds(pause) {}
      if word.load(ordering: .relaxed) == 0, take() { return }
    }
    let bed = bed.load() ?? bed.storeIfNil(DispatchSemaphore(value: 0))
    // Who has slept can't know whether others still do, and takes the lock as if they did.
    while word.exchange(2, ordering: .acquiring) != 0 { bed.wait() }
  }

  @inline(never)
  private borrowing func wakeSleeper() {
    bed.load()?.signal()
  }
}
