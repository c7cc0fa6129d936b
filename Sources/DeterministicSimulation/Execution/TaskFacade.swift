/// The executor that one spawned task prefers, so that an enqueue says whose job it is.
///
/// All facades of a simulation share one core. Child tasks share the facade of their parent.
final class TaskFacade: TaskExecutor, @unchecked Sendable {
  let core: Core
  let id: Int
  let label: String
  let site: SourceSite
  let kind: Kind
  /// What the task adds to the hash of a run; zero if the run is not recorded.
  let hash: UInt64

  enum Kind {
    case body
    case spawned
    case background
    /// Given to child tasks by the user; when those end is not known here.
    case executor
  }

  // Only the core's thread reads or writes these.
  var steps = 0
  var runnableJobs = 0
  var registryIndex = 0
  var task: (any CancellableTask)?

  init(core: Core, id: Int, label: String, site: SourceSite, kind: Kind) {
    self.core = core
    self.id = id
    self.label = label
    self.site = site
    self.kind = kind
    hash =
      core.options.records
      ? TraceHash.of(label) &+ TraceHash.mix(UInt64(bitPattern: Int64(id))) : 0
  }

  func enqueue(_ job: consuming ExecutorJob) {
    core.enqueue(.job(UnownedJob(job)), of: self)
  }

  func run(_ job: UnownedJob) {
    unsafe job.runSynchronously(on: asUnownedTaskExecutor())
  }
}

/// A task of any result that can be cancelled.
protocol CancellableTask: Sendable {
  func cancel()
}

extension Task: CancellableTask {}
