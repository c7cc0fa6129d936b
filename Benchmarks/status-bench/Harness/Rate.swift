import Foundation

/// How often a second something happens that happens a number of times in a piece of work.
func rate(of count: Int, _ work: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try work()
  return Double(count) / start.seconds
}

/// How often a second something happens that happens a number of times in a piece of work.
func rate(of count: Int, _ work: () async throws -> Void) async rethrows -> Double {
  let start = ContinuousClock.now
  try await work()
  return Double(count) / start.seconds
}

extension ContinuousClock.Instant {
  /// The time since then.
  var seconds: Double { duration(to: .now).seconds }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

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

/// Keeps the optimiser from leaving out the work that made a value.
///
/// An empty function that is merely not inlined is known to do nothing, and a call of it is left
/// out together with what it was given; of one that is not optimised nothing is known.
@inline(never)
@_optimize(none)
func consume<Value: ~Copyable>(_ value: borrowing Value) {}
