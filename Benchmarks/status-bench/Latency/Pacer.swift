import Foundation

/// A thread of its own that does something at given moments.
enum Pacer {
  /// Does something a number of times at a steady rate on average, at moments that meet every phase
  /// of whatever else is periodic equally often.
  ///
  /// Each moment is a deadline counted from the start, so one that is met late delays no other. A
  /// thread, because a task would compete with the monitor for the pool.
  ///
  /// - Parameters:
  ///   - rate: how often a second.
  ///   - action: is given its number, from 0.
  static func repeating<Result: Sendable>(
    _ count: Int, rate: Int, _ action: @escaping @Sendable (Int) -> Result
  ) async -> [Result] {
    await withCheckedContinuation { continuation in
      Thread {
        var results: [Result] = []
        results.reserveCapacity(count)
        let start = ContinuousClock.now
        for index in 0..<count {
          let rest = moment(index) / Double(rate) - start.seconds
          if rest > 0 { Thread.sleep(forTimeInterval: rest) }
          results.append(action(index))
        }
        continuation.resume(returning: results)
      }.start()
    }
  }

  /// When to do something for the nth time, in units of the mean time between two.
  ///
  /// Once in every unit; the places within it follow the golden ratio, whose multiples are spread
  /// evenly however many of them there are.
  static func moment(_ index: Int) -> Double {
    let place = Double(index) * 0.618_033_988_749_894_8
    return Double(index) + place - place.rounded(.down)
  }
}

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
  static var used: Double {
    var time = timespec()
    let status = unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    precondition(status == 0, "the process has no processor clock")
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// What wakes a waiter without the package, at the same pace.
enum BareWakeups {
  /// A thread that waits for a semaphore: the operating system's share.
  static func ofThread(_ count: Int, rate: Int) async -> [Double] {
    let semaphore = DispatchSemaphore(value: 0)
    async let arrivals = instants(count) { semaphore.wait() }
    let signals = await Pacer.repeating(count, rate: rate) { _ in
      let time = ContinuousClock.now
      semaphore.signal()
      return time
    }
    return zip(signals, await arrivals).map { $0.duration(to: $1).seconds }
  }

  /// A task that iterates over an `AsyncStream`: what would be written without the package.
  static func ofStream(_ count: Int, rate: Int) async -> [Double] {
    let (stream, continuation) = AsyncStream.makeStream(of: ContinuousClock.Instant.self)
    async let latencies = latencies(of: stream, count: count)
    _ = await Pacer.repeating(count, rate: rate) { _ in _ = continuation.yield(.now) }
    continuation.finish()
    return await latencies
  }

  private static func instants(
    _ count: Int, after wait: @escaping @Sendable () -> Void
  ) async -> [ContinuousClock.Instant] {
    await withCheckedContinuation { continuation in
      Thread {
        var instants: [ContinuousClock.Instant] = []
        instants.reserveCapacity(count)
        for _ in 0..<count {
          wait()
          instants.append(.now)
        }
        continuation.resume(returning: instants)
      }.start()
    }
  }

  @concurrent
  private static func latencies(
    of stream: AsyncStream<ContinuousClock.Instant>, count: Int
  ) async -> [Double] {
    var latencies: [Double] = []
    latencies.reserveCapacity(count)
    for await time in stream { latencies.append(time.seconds) }
    return latencies
  }
}
