/// A task as a recording sees it.
protocol RecordedTask {
  /// Its name in a trace.
  var label: String { get }

  /// What it adds to the hash of a run.
  var hash: UInt64 { get }
}

/// What is kept of a run while it goes on: its choices, its hash, and its trace if wanted.
struct Recording {
  private(set) var choices: [Choice] = []
  /// How many of the choices were among runnable jobs.
  private(set) var picks = 0
  private(set) var hash = TraceHash()
  private(set) var trace: [TraceStep] = []
  private let keepsTrace: Bool
  /// How many choices, and steps of the trace, are kept at least, the last ones.
  private let limit: Int

  /// Equal for runs that differ only in the order of steps that do not conflict.
  private(set) var order = OrderHash()
  /// By task number, a hash over what the task did, step by step.
  private(set) var sequences: [UInt64] = []
  /// What the running task has drawn and waits for.
  private var content: UInt64 = 0
  private var runningHash: UInt64 = 0
  private var lineOfStep: Int?

  /// The sum over the runnable jobs, which does not depend on their order.
  private var runnable: UInt64 = 0

  init(keepsTrace: Bool, limit: Int) {
    self.keepsTrace = keepsTrace
    self.limit = limit
  }

  mutating func append(_ choice: Choice) {
    if choices.count - limit >= limit { choices.removeFirst(limit) }
    choices.append(choice)
  }

  mutating func becameRunnable(_ task: some RecordedTask) {
    runnable &+= task.hash
  }

  /// Notes that a task runs, picked out of some runnable jobs, as the run's next step.
  mutating func ran(
    _ task: some RecordedTask, _ choice: Choice, step: Int, time: VirtualInstant
  ) {
    hash.combine(UInt64(bitPattern: time.nanoseconds))
    hash.combine(runnable)
    hash.combine(UInt64(choice.value) ^ task.hash)
    if choice.bound > 1 { picks += 1 }
    runnable &-= task.hash
    if keepsTrace { note(task, choice, .run, step, time) }
    beginStep(of: task)
  }

  /// Notes that another task runs in the same job, as a step of its own.
  mutating func went(on task: some RecordedTask, step: Int, time: VirtualInstant) {
    hash.combine(task.hash)
    if keepsTrace { note(task, Choice(value: 0, bound: 1), .run, step, time) }
  }

  /// Notes a number that the running task drew.
  mutating func drew(
    _ choice: Choice, by task: some RecordedTask, step: Int, time: VirtualInstant
  ) {
    hash.combine(UInt64(choice.value))
    hash.combine(UInt64(choice.bound))
    content = TraceHash.mix(content ^ UInt64(choice.value) ^ (UInt64(choice.bound) << 32))
    if keepsTrace { note(task, choice, .draw, step, time) }
  }

  /// Notes what the running task begins to wait for.
  mutating func waits(_ hash: UInt64) {
    content = TraceHash.mix(content ^ hash)
  }

  /// Notes that the step that was noted last is over.
  mutating func touched(_ footprint: Footprint, by task: Int) {
    while sequences.count <= task { sequences.append(0) }
    order.append(runningHash ^ content, of: task, footprint)
    for word in footprint.words { content = TraceHash.mix(content ^ word.bits) }
    sequences[task] = TraceHash.mix(sequences[task] ^ runningHash ^ content)
    if let lineOfStep {
      trace[lineOfStep].footprint = footprint
      trace[lineOfStep].hasFootprint = true
    }
  }

  /// Notes that nothing was left to run at an instant.
  mutating func idled(at time: VirtualInstant) {
    order.append(time)
  }

  /// Takes what is touched from now on as a task's, whose step is the last one noted.
  mutating func beginStep(of task: some RecordedTask) {
    content = 0
    runningHash = task.hash
    if keepsTrace { lineOfStep = trace.count - 1 }
  }

  private mutating func note(
    _ task: some RecordedTask, _ choice: Choice, _ kind: TraceStep.Kind, _ step: Int,
    _ time: VirtualInstant
  ) {
    if trace.count - limit >= limit {
      trace.removeFirst(limit)
      lineOfStep = lineOfStep.flatMap { $0 < limit ? nil : $0 - limit }
    }
    trace.append(
      TraceStep(
        step: step, time: time, label: task.label, kind: kind,
        choice: choice.bound > 1 ? choice : nil))
  }
}
