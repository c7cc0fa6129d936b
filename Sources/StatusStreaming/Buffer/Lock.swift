import Synchronization

#if os(Linux)
  import Dispatch

  /// State that one thread at a time may use, for a moment each.
  ///
  /// Whoever asks while it is free gets it, however long others have waited. A `Mutex` on Linux is
  /// handed by the kernel from thread to thread in the order of their coming: writers of one trace
  /// that have once queued for it go on queueing, and each append costs a change of threads.
  ///
  /// What a body does must not come back to the lock.
  @safe struct Lock<State: Sendable>: ~Copyable, Sendable {
    /// Twice the number of threads that sleep until the lock is free, plus one if it is held.
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
      if !change(from: 0, to: 1) { waitForLock() }
      defer {
        if word.subtract(1, ordering: .acquiringAndReleasing).newValue != 0 { wakeSleeper() }
      }
      return try unsafe body(&state.pointee)
    }

    /// Replaces the word if it is as expected.
    ///
    /// Both sides order all that they do: a waiter's bed has to be seen by who sees it sleep.
    @inline(__always)
    private borrowing func change(from expected: UInt32, to desired: UInt32) -> Bool {
      word.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .relaxed
      ).exchanged
    }

    /// Waits awake for as long as fifty appends take, then twice that and twice again, then asleep.
    ///
    /// Between its looks the waiter leaves the lock alone. Looking all the time, it would take the
    /// memory that lock and state are in from the processor that works on them, and the two would
    /// get done less together than one alone.
    @inline(never)
    private borrowing func waitForLock() {
      while true {
        for pause in [0, 2, 4, 8] {
          let start = ContinuousClock.now
          while start.duration(to: .now) < .microseconds(pause) {}
          if takeIfFree() { return }
        }
        let bed = bed.load() ?? bed.storeIfNil(DispatchSemaphore(value: 0))
        if registerSleeper() { bed.wait() }
      }
    }

    /// - Returns: Whether the lock is the caller's now.
    private borrowing func takeIfFree() -> Bool {
      var seen = word.load(ordering: .relaxed)
      while seen & 1 == 0 {
        if change(from: seen, to: seen | 1) { return true }
        seen = word.load(ordering: .relaxed)
      }
      return false
    }

    /// - Returns: Whether the lock is held, so that somebody will wake the caller.
    private borrowing func registerSleeper() -> Bool {
      var seen = word.load(ordering: .relaxed)
      while seen & 1 == 1 {
        if change(from: seen, to: seen + 2) { return true }
        seen = word.load(ordering: .relaxed)
      }
      return false
    }

    /// Wakes one sleeper, unless somebody holds the lock by now and will do so in turn.
    @inline(never)
    private borrowing func wakeSleeper() {
      var seen = word.load(ordering: .relaxed)
      while seen & 1 == 0, seen != 0 {
        if change(from: seen, to: seen - 2) {
          guard let bed = bed.load() else { preconditionFailure("nobody sleeps without a bed") }
          bed.signal()
          return
        }
        seen = word.load(ordering: .relaxed)
      }
    }
  }
#else
  /// State that one thread at a time may use, for a moment each.
  ///
  /// What a body does must not come back to the lock.
  struct Lock<State: Sendable>: ~Copyable, Sendable {
    private let state: Mutex<State>

    init(_ state: State) {
      self.state = Mutex(state)
    }

    @inline(__always)
    borrowing func withLock<Result: Sendable, Failure: Error>(
      _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
      try state.withLock { (state) throws(Failure) in try body(&state) }
    }
  }
#endif
