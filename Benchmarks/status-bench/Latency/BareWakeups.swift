import Foundation

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
