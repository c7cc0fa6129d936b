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

  /// The sum over the runnable jobs, which does not depend on their order.
  private var runnable: UInt64 = 0

  init(keepsTrace: Bool) {
    self.keepsTrace = keepsTrace
  }

  mutating func append(_ choice: Choice) {
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
    if keepsTrace { note(task, choice, .draw, step, time) }
  }

  private mutating func note(
    _ task: some RecordedTask, _ choice: Choice, _ kind: TraceStep.Kind, _ step: Int,
    _ time: VirtualInstant
  ) {
    trace.append(
      TraceStep(
        step: step, time: time, label: task.label, kind: kind,
        choice: choice.bound > 1 ? choice : nil))
  }
}
