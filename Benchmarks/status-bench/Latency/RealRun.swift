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

extension StatusBuffer {
  /// Opens traces for a run.
  func openTraces(_ count: Int) throws -> [StatusPublisher] {
    try (0..<count).map { index in
      let trace = try TraceID("run-\(index)")
      try open(trace)
      return try publisher(for: trace)
    }
  }

  /// Ends all traces of a run, so that its monitor ends.
  func finish(_ publishers: [StatusPublisher]) throws {
    for publisher in publishers { try finish(publisher.trace, with: .failed(message: "")) }
    close()
  }
}

extension StatusMonitor where Buffer == StatusBuffer {
  /// Delivers the events of a run, one trace or many, and notes when each arrives.
  func arrivals(count: Int, ofTraces traces: Int) async -> [EventTime<C.Instant>] {
    var sink = NotingSink(clock: clock, capacity: count + traces)
    let ending =
      traces == 1
      ? await deliver("run-0", to: &sink).ending : await deliverAll(to: &sink).ending
    guard case .finished = ending else { preconditionFailure("a run ended \(ending)") }
    return sink.arrivals
  }
}

/// How a monitor that is measured learns that there is more to deliver.
enum Waking: Equatable {
  case polling(milliseconds: Int)
  case onAppend

  /// All that are measured; the default is 50 ms.
  static let all: [Waking] = [1, 10, 50, 100].map { .polling(milliseconds: $0) } + [.onAppend]

  var name: String {
    switch self {
    case .polling(let milliseconds): "every \(milliseconds) ms"
    case .onAppend: "on append"
    }
  }

  /// The longest time for which an update may lie unnoticed, in milliseconds.
  var interval: Int {
    switch self {
    case .polling(let milliseconds): milliseconds
    case .onAppend: 0
    }
  }

  func monitor<C: Clock>(of buffer: StatusBuffer, clock: C) -> StatusMonitor<StatusBuffer, C>
  where C.Duration == Duration {
    switch self {
    case .polling(let milliseconds):
      StatusMonitor(
        buffer: buffer, wakeup: .polling(every: .milliseconds(milliseconds)), clock: clock)
    case .onAppend: StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: clock)
    }
  }
}
