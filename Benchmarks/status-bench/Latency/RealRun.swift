import Foundation
import StatusStreaming

/// A run of the pipeline on the real clock.
struct RealRun {
  typealias Time = EventTime<ContinuousClock.Instant>

  let waking: Waking
  let rate: Int
  let traces: Int
  let count: Int

  /// The time from each update's publication to its delivery, in seconds.
  ///
  /// Both ends are read from one monotonic clock, the start before the call that publishes. That a
  /// publisher was woken late is not part of it.
  func latencies() async throws -> [Double] {
    let buffer = StatusBuffer(configuration: .init(capacity: .max))
    let publishers = try buffer.openTraces(traces)
    async let arrivals = deliver(from: buffer)
    let publications = await Pacer.repeating(count, rate: rate) { index in
      let publisher = publishers[index % publishers.count]
      let time = ContinuousClock.now
      do {
        return Time(publisher.trace, try publisher.publish(.thinking("")), at: time)
      } catch {
        preconditionFailure("\(error)")
      }
    }
    try buffer.finish(publishers)
    return Time.latencies(of: await arrivals, since: publications).map(\.seconds)
  }

  @concurrent
  private func deliver(from buffer: StatusBuffer) async -> [Time] {
    await waking.monitor(of: buffer, clock: ContinuousClock())
      .arrivals(count: count, ofTraces: traces)
  }
}
