internal import Synchronization

/// The heart of one run: runnable jobs, parked tasks, timers, and the loop that drives them.
///
/// Everything but the inbox and the current instant belongs to the thread that made the core; each
/// way in checks that it is on that thread. This is what makes the class safe to share.
@safe final class Core: @unchecked Sendable {
  let options: Options
  let inbox = ForeignInbox()
  /// Whether the scheduler hears of steps.
  ///
  /// Not a part of the state, nor is the one below: unless it is optimised, code copies all of that to
  /// read a single flag of it.
  let isHeard: Bool
  /// Whether the scheduler is shown what steps have touched.
  let isShown: Bool
  private let thread = ThreadIdentity()
  private let currentInstant = Atomic<Int64>(0)
  private let storage: UnsafeMutablePointer<State>

  struct Options {
    var limits = SimulationLimits()
    /// Whether a hash and the choices are kept.
    var records = false
    /// Whether the trace is kept too.
    var traces = false
    /// How many choices, and steps of the trace, are kept at least, the last ones.
    var recordLimit = Int.max
    /// Whether a run that seems stuck waits a moment for a foreign thread to wake it.
    var hasGrace = true
  }

  init(_ options: Options, scheduler: (any Scheduler)?) {
    self.options = options
    isHeard = scheduler?.hearsSteps ?? false
    isShown = scheduler?.hearsFootprints ?? false
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

extension Core {
  /// What a run consists of, apart from what other threads may touch.
  struct State {
    var queue = RunQueue()
    var timers = TimerHeap()
    /// Who waits until no task sleeps any more.
    var clockRuns: [WaitTable.Key] = []
    var waits = WaitTable()
    var tasks = TaskRegistry()
    /// The serial executors of actors, by number.
    var lanes: [any SimulatedLane] = []
    var recording: Recording
    /// What settles the choices; `nil` is first in, first out.
    var scheduler: (any Scheduler)?
    var steps = 0
    /// How long the run may go on; see ``Core/limit(to:)``.
    var limits: SimulationLimits
    /// The number of the last step that is allowed.
    var stepLimit: Int
    /// The last instant that is allowed.
    var timeLimit: VirtualInstant
    /// The number of the task that runs.
    var current: Int?
    /// Whether that is certain.
    var segment = Segment.presumed
    /// What the running step has touched up to now.
    var footprint = Footprint()
    /// The number of the task whose step that is.
    var toucher = 0
    /// Whether it runs in an actor whose executor is a lane.
    var isInLane = false
    /// The number of the task that ran last.
    var last: Int?
    var failure: SimulationError?
    var phase = Phase.running

    /// Set while a continuation is resumed, whose job is then part of the same step.
    var isResuming = false
    var resumedJob: RunQueue.Entry?

    init(_ options: Options, _ scheduler: (any Scheduler)?) {
      self.scheduler = scheduler
      recording = Recording(keepsTrace: options.traces, limit: options.recordLimit)
      limits = options.limits
      stepLimit = options.limits.steps
      timeLimit = .zero.advanced(by: options.limits.virtualTime)
    }
  }

  enum Phase {
    case running
    /// The run has failed, or its body has thrown; nothing more is run but for cleaning up.
    case ending
    /// What is parked is woken with an error, so that it can clean up.
    case unwinding
    case over
  }
}

/// How long a simulation may go on before it is taken to run for ever.
public struct SimulationLimits: Sendable, Hashable {
  /// The most steps: jobs that are run, and calls that return without waiting.
  public var steps: Int

  /// The most virtual time; none may pass if it is not positive, and any if the clock can't count it.
  public var virtualTime: Duration

  /// A million steps and a day of virtual time, unless said otherwise.
  public init(steps: Int = 1_000_000, virtualTime: Duration = .seconds(86_400)) {
    self.steps = steps
    self.virtualTime = virtualTime
  }
}
