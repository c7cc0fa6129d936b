import StatusStreaming

extension LatencySuite {
  /// What an event costs from its publication to its bytes, beside its parts done by hand.
  static func measureLoad(on bench: inout Bench) async throws {
    let load = Load(traces: 64, ticks: bench.scaled(2_000))
    let parts = "published, woken for, encoded and written by hand"
    try await bench.measure(
      "delivery of 64 traces at 1000/s each, CPU per event", unit: "µs", better: .lower,
      goals: [.ratio(to: parts, atMost: 1.3)],
      beside: [
        .floor(parts) { try await load.costByHand() },
        .other("published to nobody") { try await load.costOfPublishing() },
      ]
    ) {
      try await load.costOfDelivery()
    }
  }
}

/// Updates of several traces, one of each trace a thousand times a second.
private struct Load {
  let traces: Int
  let ticks: Int

  /// Everything as a server does it, in microseconds an event.
  func costOfDelivery() async throws -> Double {
    let buffer = StatusBuffer()
    let publishers = try buffer.openTraces(traces)
    let written = Counter()
    let viewers = publishers.map { publisher in
      Task {
        var sink = EncodingSink(
          encoder: EventStreamEncoder(profile: .resumable), writer: CountingWriter(counter: written)
        )
        _ = await StatusMonitor(buffer: buffer, wakeup: .onAppend)
          .deliver(publisher.trace, to: &sink)
      }
    }
    while buffer.counters.viewers < traces { await Task.yield() }
    return try await cost {
      await publish(by: publishers)
      try buffer.finish(publishers)
      for viewer in viewers { await viewer.value }
    }
  }

  /// The same without a monitor: whoever publishes says so to a task, which encodes an event that it has.
  func costByHand() async throws -> Double {
    let publishers = try StatusBuffer().openTraces(traces)
    let written = Counter()
    let bells = publishers.map { _ in Bell() }
    let event = ReferenceRun.events[1]
    let viewers = bells.map { bell in
      Task {
        var encoder = EventStreamEncoder(profile: .resumable)
        var bytes: [UInt8] = []
        var taken = 0
        while taken < ticks {
          let rung = await bell.wait(beyond: taken)
          bytes.removeAll(keepingCapacity: true)
          for _ in taken..<rung { try encoder.encode(event, into: &bytes) }
          try await CountingWriter(counter: written).write(bytes)
          taken = rung
        }
      }
    }
    return try await cost {
      await publish(by: publishers) { bells[$0].ring() }
      for viewer in viewers { try await viewer.value }
    }
  }

  func costOfPublishing() async throws -> Double {
    let publishers = try StatusBuffer().openTraces(traces)
    return await cost { await publish(by: publishers) }
  }

  private func publish(
    by publishers: [StatusPublisher], then note: @escaping @Sendable (Int) -> Void = { _ in }
  ) async {
    _ = await Pacer.repeating(ticks, rate: 1_000) { _ in
      for (index, publisher) in publishers.enumerated() {
        do {
          try publisher.publish(BufferSuite.update)
        } catch {
          preconditionFailure("\(error)")
        }
        note(index)
      }
    }
  }

  private func cost(of work: () async throws -> Void) async rethrows -> Double {
    let before = ProcessorTime.used
    try await work()
    return (ProcessorTime.used - before) / Double(ticks * traces) * 1e6
  }
}
