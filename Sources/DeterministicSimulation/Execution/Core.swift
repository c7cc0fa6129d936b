internal import Synchronization

/// The heart of one run: runnable jobs, parked tasks, timers, and the loop that drives them.
///
/// Everything but the inbox and the current instant belongs to the thread that made the core; each
/// way in checks that it is on that thread. This is what makes the class safe to share.
@safe final class Core: @unchecked Sendable {
  let options: Options
  let inbox = ForeignInbox()
  private let thread = ThreadIdentity()
  private let currentInstant = Atomic<Int64>(0)
  private let storage: UnsafeMutablePointer<State>

  struct Options {
    var limits = SimulationLimits()
    /// Whether a hash and the choices are kept.
    var records = false
    /// Whether the trace is kept too.
    var traces = false
    /// Whether a run that seems stuck waits a moment for a foreign thread to wake it.
    var hasGrace = true
  }

  init(_ options: Options, scheduler: (any Scheduler)?) {
    self.options = options
    unsafe storage = .allocate(capacity: 1)
    unsafe storage.initialize(to: State(options, scheduler))
  }

  deinit {
    unsafe storage.deinitialize(count: 1)
    unsafe storage.deallocate()
  }

  /// What the core's own thread works on.
  ///
  /// It is not a stored property, because each access to one would be checked for exclusivity at
  /// run time, which came to a third of a step; between threads that check says nothing anyway.
  var state: State {
    _read { yield unsafe storage.pointee }
    _modify { yield unsafe &storage.pointee }
  }

  var isOnOwnThread: Bool { thread.isCurrent }

  /// Written by the core's own thread alone.
  var now: VirtualInstant {
    get { VirtualInstant(nanoseconds: currentInstant.load(ordering: .relaxed)) }
    set { currentInstant.store(newValue.nanoseconds, ordering: .relaxed) }
  }
}
