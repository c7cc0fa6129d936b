/// The executor that one spawned task prefers, so that an enqueue says whose job it is.
///
/// All facades of a simulation share one core. Child tasks share the facade of their parent.
final class TaskFacade: TaskExecutor, RecordedTask, @unchecked Sendable {
  let core: Core
  /// The place in the order of spawning, the body being 0; negative if another thread spawned the
  /// task.
  let id: Int
  /// `nil` if the user gave none.
  private let givenLabel: String?
  let site: SourceSite
  let kind: Kind

  /// What the task adds to the hash of a run; zero if the run is not recorded.
  let hash: UInt64

  /// What a job of the task touches that is not resumed by a primitive.
  private let target: StepTarget

  /// The task, for its cancellation; only the core's thread reads or writes it.
  var task: (any CancellableTask)?

  /// The task, once it runs, to tell it from its children; only the core's thread reads or writes it.
  var identity: TaskIdentity?

  /// What the task itself waits for or waited for last; only the core's thread reads or writes it.
  var wait: WaitTable.Key?

  enum Kind {
    case body
    case spawned
    case background
    /// Given to child tasks by the user; when those end is not known here.
    case executor
  }

  /// What whoever waits for the end of the task waits for; only the core's thread reads it.
  private(set) lazy var name = WaitName(label)

  /// Made when it is asked for, which is seldom.
  var label: String { givenLabel ?? (id < 0 ? "foreign" : "task " + String(id)) }

  init(core: Core, id: Int, label: String?, site: SourceSite, kind: Kind) {
    self.core = core
    self.id = id
    givenLabel = label
    self.site = site
    target = StepTarget(site)
    self.kind = kind
    hash =
      core.options.records
      ? (label.map(TraceHash.of) ?? 0) &+ TraceHash.mix(UInt64(bitPattern: Int64(id))) : 0
  }

  /// Forgets the task, which keeps its executor alive.
  func letGo() {
    task = nil
    identity = nil
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    guard core.isOnOwnThread else { return core.inbox.append(.wakeUp(job, self)) }
    take(job)
  }

  /// Takes a job on the core's own thread.
  func take(_ job: UnownedJob) {
    guard id >= 0 else { return }
    let work = unsafe RunQueue.Entry.Work.job(job, asUnownedTaskExecutor())
    core.enqueue(RunQueue.Entry(work: work, task: id, target: target))
  }
}

/// A task of any result that can be cancelled.
protocol CancellableTask: Sendable {
  func cancel()
}

extension Task: CancellableTask {}

/// A serial executor whose jobs the core runs.
protocol SimulatedLane: SerialExecutor {
  /// Its name in errors.
  var name: String { get }

  /// The state of the actor whose executor it is.
  var resource: SharedResource { get }
}

extension SimulatedLane {
  /// Runs a job of a task inside the actor.
  func run(_ job: UnownedJob, of task: TaskFacade) {
    unsafe job.runSynchronously(
      isolatedTo: asUnownedSerialExecutor(), taskExecutor: task.asUnownedTaskExecutor())
  }
}
