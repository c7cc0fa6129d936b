import StatusStreaming

extension FootprintSuite {
  /// A long trace from its opening to its delivery to a viewer, kept whole.
  static func measurePeakMemory(on bench: inout Bench) async throws {
    let count = bench.scaled(1_000_000)
    guard try await peak(of: 1) != nil else {
      return bench.add(["footprint of a trace: the system does not tell how much memory was in use"]
      )
    }
    try await bench.measure(
      "peak memory of a trace of \(count), per event", unit: "bytes", better: .lower
    ) {
      Double(try await peak(of: count) ?? 0) / Double(count)
    }
  }

  private static func peak(of count: Int) async throws -> Int? {
    try await PeakMemory.growth {
      let buffer = StatusBuffer(configuration: .init(capacity: .max))
      let publishers = try buffer.openTraces(1)
      for index in 0..<count { try publishers[0].publish(update(index)) }
      try buffer.finish(publishers)
      var sink = CountingSink()
      _ = await StatusMonitor(buffer: buffer).deliver("run-0", to: &sink)
      precondition(sink.count == count + 1, "\(sink.count) events were delivered")
    }
  }

  /// An update of the reference run, whose message shares its storage with no other.
  private static func update(_ index: Int) -> StatusUpdate {
    var update = ReferenceRun.updates[index % ReferenceRun.updates.count]
    update.message = update.message.map { String(decoding: Array($0.utf8), as: UTF8.self) }
    return update
  }

  private struct CountingSink: StatusSink {
    var count = 0

    mutating func send(_ event: StreamEvent) { count += 1 }
  }
}
