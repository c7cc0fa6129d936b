import Dispatch
import Foundation
import StateLocking

/// Threads for simulated runs, as many as there are processors.
///
/// A simulated run never suspends. On the threads that all tasks share it would hold up what has
/// nothing to do with it, such as a test that waits for real time.
package final class RunThreads: TaskExecutor {
  private struct State {
    var jobs: ArraySlice<UnownedJob> = []
    var threads = 0
  }

  /// Those that all verifications share.
  package static let shared = RunThreads(limit: ProcessInfo.processInfo.activeProcessorCount)

  private let limit: Int
  private let state = Lock(State())

  /// - Parameter limit: how many threads there are at most.
  package init(limit: Int) {
    self.limit = limit
  }

  /// Has a job run on one of the threads.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let needsThread = state.withLock { state in
      state.jobs.append(job)
      guard state.threads < limit else { return false }
      state.threads += 1
      return true
    }
    // A serial queue brings a thread of its own; those of concurrent queues are shared.
    if needsThread { DispatchQueue(label: "simulated runs").async { self.work() } }
  }

  private func work() {
    while let job = nextJob() { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
  }

  private func nextJob() -> UnownedJob? {
    state.withLock { state in
      let job = state.jobs.popFirst()
      if job == nil { state.threads -= 1 }
      return job
    }
  }
}
