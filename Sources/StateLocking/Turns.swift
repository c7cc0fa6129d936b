#if os(Linux)
  internal import Dispatch
  public import Synchronization

  /// Whose turn it is.
  ///
  /// All of it is atomic operations that are compiled into this package, so that the thread sanitizer
  /// finds the order of turns by itself.
  @usableFromInline struct Turns: ~Copyable, Sendable {
    /// Twice the number of threads that sleep until their turn, plus one if it is somebody's.
    @usableFromInline let word = Atomic<UInt32>(0)
    /// Where they sleep; most locks never need it.
    private let semaphore = AtomicLazyReference<DispatchSemaphore>()

    @usableFromInline init() {}

    @inlinable @inline(__always)
    borrowing func begin() {
      if !change(from: 0, to: 1) { wait() }
    }

    @inlinable @inline(__always)
    borrowing func end() {
      if word.subtract(1, ordering: .acquiringAndReleasing).newValue != 0 { wakeSleeper() }
    }

    /// Replaces the word if it is as expected.
    ///
    /// Both sides order all that they do: a waiter's semaphore has to be seen by who sees it sleep.
    @inlinable @inline(__always)
    borrowing func change(from expected: UInt32, to desired: UInt32) -> Bool {
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
    @usableFromInline @inline(never)
    borrowing func wait() {
      while true {
        for pause in [0, 2, 4, 8] {
          let start = ContinuousClock.now
          while start.duration(to: .now) < .microseconds(pause) {}
          if takeIfFree() { return }
        }
        let semaphore = semaphore.load() ?? semaphore.storeIfNil(DispatchSemaphore(value: 0))
        if registerSleeper() { semaphore.wait() }
      }
    }

    /// - Returns: Whether the turn is the caller's now.
    private borrowing func takeIfFree() -> Bool {
      var seen = word.load(ordering: .relaxed)
      while seen & 1 == 0 {
        if change(from: seen, to: seen | 1) { return true }
        seen = word.load(ordering: .relaxed)
      }
      return false
    }

    /// - Returns: Whether the turn is somebody's, who will wake the caller.
    private borrowing func registerSleeper() -> Bool {
      var seen = word.load(ordering: .relaxed)
      while seen & 1 == 1 {
        if change(from: seen, to: seen + 2) { return true }
        seen = word.load(ordering: .relaxed)
      }
      return false
    }

    /// Wakes one sleeper, unless the turn is somebody's by now who will do so.
    @usableFromInline @inline(never)
    borrowing func wakeSleeper() {
      var seen = word.load(ordering: .relaxed)
      while seen & 1 == 0, seen != 0 {
        if change(from: seen, to: seen - 2) {
          guard let semaphore = semaphore.load() else {
            preconditionFailure("a sleeper makes its semaphore before it is counted")
          }
          semaphore.signal()
          return
        }
        seen = word.load(ordering: .relaxed)
      }
    }
  }
#endif
