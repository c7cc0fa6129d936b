internal import Synchronization

/// The heart of one run: runnable jobs, parked tasks, timers, and the loop that drives them.
///
/// Everything but the inbox and the current instant belongs to the thread that made the core; each
/// way in checks that it is on that thread. This is what makes the class safe to share.
final class Core: @unchecked Sendable {
  let options: Options
  let inbox = ForeignInbox()
  private let thread = ThreadIdentity()
  private let currentInstant = Atomic<Int64>(0)

  var queue = RunQueue()
  var timers = TimerHeap()
  var waits = WaitTable()
  var tasks = TaskRegistry()
  var recording: Recording
  /// What settles the choices; `nil` is first in, first out.
  var scheduler: (any Scheduler)?

  var steps = 0
  var stepLimit: Int
  var current: TaskFacade?
  /// The number of the task that ran last.
  var last: Int?
  var failure: SimulationError?
  var phase = Phase.running

  /// Set while a continuation is resumed, whose job is then part of the same step.
  var isResuming = false
  var resumedJob: RunQueue.Entry?

  struct Options {
    var limits = SimulationLimits()
    /// Whether a hash and the choices are kept.
    var records = false
    /// Whether the trace is kept too.
    var traces = false
    /// Whether a run that seems stuck waits a moment for a foreign thread to wake it.
    var hasGrace = true
  }

  enum Phase {
    case running
    /// The body has thrown, which ends the run whatever else is runnable.
    case stopped
    /// The run has failed; what is parked is woken with an error, so that it can clean up.
    case unwinding
    case over
  }

  init(_ options: Options, scheduler: (any Scheduler)?) {
    self.options = options
    self.scheduler = scheduler
    recording = Recording(keepsTrace: options.traces)
    stepLimit = options.limits.steps
  }

  var isOnOwnThread: Bool { thread.isCurrent }

  /// Written by the core's own thread alone.
  var now: VirtualClock.Instant {
    get { VirtualClock.Instant(nanoseconds: currentInstant.load(ordering: .relaxed)) }
    set { currentInstant.store(newValue.nanoseconds, ordering: .relaxed) }
  }
}
