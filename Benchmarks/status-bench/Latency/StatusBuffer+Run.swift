import StatusStreaming

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
