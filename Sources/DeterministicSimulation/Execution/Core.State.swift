extension Core {
  /// What a run consists of, apart from what other threads may touch.
  struct State {
    var queue = RunQueue()
    var timers = TimerHeap<WaitTable.Key>()
    /// Who waits until no task sleeps any more.
    var clockRuns: [WaitTable.Key] = []
    var waits = WaitTable()
    var tasks = TaskRegistry()
    /// The serial executors of actors, by number.
    var lanes: [any SimulatedLane] = []
    var recording: Recording
    /// What settles the choices; `nil` is first in, first out.
    var scheduler: (any Scheduler)?
    /// Whether the scheduler hears of steps.
    let isHeard: Bool
    /// Whether it is shown what they have touched.
    let isShown: Bool

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
      isHeard = scheduler?.hearsSteps ?? false
      isShown = scheduler?.hearsFootprints ?? false
      recording = Recording(keepsTrace: options.traces)
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
