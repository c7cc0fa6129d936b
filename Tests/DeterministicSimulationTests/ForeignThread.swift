import Foundation

/// A thread outside of any simulation, also where the global pool has none to spare.
final class ForeignThread: TaskExecutor {
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    Thread.detachNewThread { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Runs an operation to its end while the calling thread waits.
  static func run(_ operation: @escaping @Sendable () async -> Void) {
    let end = DispatchSemaphore(value: 0)
    Task(executorPreference: ForeignThread()) {
      await operation()
      end.signal()
    }
    end.wait()
  }
}
