import Foundation

/// A thread outside of any simulation, also where the global pool has none to spare.
final class ForeignThread: TaskExecutor {
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    Thread.detachNewThread { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Starts an operation that runs beside its caller.
  @discardableResult
  static func run(_ operation: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    Task(executorPreference: ForeignThread()) { await operation() }
  }
}
