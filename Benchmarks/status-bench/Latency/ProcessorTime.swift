import Foundation

/// How much the processor works for this process, on all its threads.
enum ProcessorTime {
  /// The share of a core that the process takes during a number of seconds, in per cent.
  ///
  /// A thread of its own waits for the end and reads the clock twice, so that the measuring costs
  /// one wake-up of a thread.
  ///
  /// - Parameter interval: how often that thread is to wake in between, in seconds; `nil` for not.
  static func share(during seconds: Double, wakingEvery interval: Double? = nil) async -> Double {
    await withCheckedContinuation { continuation in
      Thread {
        let start = ContinuousClock.now
        let before = used
        while case let rest = seconds - start.seconds, rest > 0 {
          Thread.sleep(forTimeInterval: min(rest, interval ?? rest))
        }
        let share = (used - before) / start.seconds * 100
        continuation.resume(returning: share)
      }.start()
    }
  }

  /// In seconds, since the process began.
  private static var used: Double {
    var time = timespec()
    let status = unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    precondition(status == 0, "the process has no processor clock")
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
