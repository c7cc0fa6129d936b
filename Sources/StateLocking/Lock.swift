#if os(Linux)
  // The type is public, though of no use outside of the package, because the optimizer takes nothing
  // of a type with package access into another module. It is safe to share: only who holds the lock
  // touches the state.

  /// State that one thread at a time may use, for a moment each.
  ///
  /// The thread sanitizer sees what it orders. Of a `Mutex` it sees nothing on Linux, where that
  /// takes its turns inside the standard library, and reports every two uses as a race.
  ///
  /// Whoever asks while it is free gets it, however long others have waited. A `Mutex` on Linux is
  /// handed by the kernel from thread to thread in the order of their coming: writers of one trace
  /// that have once queued for it go on queueing, and each append costs a change of threads.
  ///
  /// What a body does must not come back to the lock.
  @safe public struct Lock<State: ~Copyable>: ~Copyable, @unchecked Sendable {
    @usableFromInline let turns = Turns()
    @usableFromInline let state: UnsafeMutablePointer<State>

    @inlinable package init(_ state: consuming sending State) {
      unsafe self.state = .allocate(capacity: 1)
      unsafe self.state.initialize(to: state)
    }

    @inlinable deinit {
      unsafe state.deinitialize(count: 1)
      unsafe state.deallocate()
    }

    /// Runs a body that may read and change the state.
    @inlinable @inline(__always)
    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
      _ body: (inout sending State) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
      turns.begin()
      defer { turns.end() }
      return try unsafe body(&state.pointee)
    }
  }
#else
  public import Synchronization

  /// State that one thread at a time may use, for a moment each.
  ///
  /// What a body does must not come back to the lock.
  public struct Lock<State: ~Copyable>: ~Copyable, Sendable {
    @usableFromInline let state: Mutex<State>

    @inlinable package init(_ state: consuming sending State) {
      self.state = Mutex(state)
    }

    /// Runs a body that may read and change the state.
    @inlinable @inline(__always)
    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
      _ body: (inout sending State) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
      try state.withLock(body)
    }
  }
#endif
