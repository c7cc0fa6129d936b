import Foundation

/// Threads that begin together.
enum Workers {
  /// Runs a piece of work on several threads at once.
  ///
  /// - Parameter work: is given the thread's number, from 0.
  /// - Returns: how often a second something happened that happened a number of times in all.
  static func rate(
    of count: Int, threads: Int, _ work: @escaping @Sendable (Int) -> Void
  ) -> Double {
    guard threads > 1 else { return status_bench.rate(of: count) { work(0) } }
    let gate = DispatchSemaphore(value: 0)
    let finish = DispatchSemaphore(value: 0)
    let ready = DispatchSemaphore(value: 0)
    for index in 0..<threads {
      Thread {
        ready.signal()
        gate.wait()
        work(index)
        finish.signal()
      }.start()
    }
    for _ in 0..<threads { ready.wait() }
    return status_bench.rate(of: count) {
      for _ in 0..<threads { gate.signal() }
      for _ in 0..<threads { finish.wait() }
    }
  }
}
