import StatusStreaming

/// What many viewers of one trace cost: how fast they are served, how often an event is encoded for
/// them, and what one of them occupies while it has nothing to do.
enum FanOutSuite: Suite {
  static let name = "fan-out"

  static func run(on bench: inout Bench) async throws {
    // First, while the allocator has nothing to hand out again.
    try await measureMemory(on: &bench)
    for viewers in [1, 100, 1_000, 10_000] {
      let events = max(bench.scaled(200_000) / viewers, 20)
      for (update, name) in [(BufferSuite.update, ""), (roadmap, ", each a roadmap")] {
        try await bench.measure(
          "deliver to \(viewers) viewers\(name)", unit: "events/s",
          beside: [
            .baseline("encoding for each") {
              try await deliver(events, of: update, to: viewers, sharing: 0)
            }
          ]
        ) {
          try await deliver(events, of: update, to: viewers, sharing: 256)
        }
      }
      try await bench.measure(
        "encodings of an event in a profile, \(viewers) viewers", unit: "encodings", better: .lower,
        goals: [.median(atMost: 1)]
      ) {
        try await encodings(of: 20, for: viewers)
      }
    }
  }

  static let trace: TraceID = "run-1"

  /// An update that takes about as long to encode as a viewer to be woken, 3 KB of JSON.
  private static let roadmap = StatusUpdate(
    status: .thinking, message: "Planning",
    roadmap: (1...20).map {
      RoadmapStep(
        id: $0, name: "Read the repository's sources",
        description: "Parse each file, note \"what it says\", and index it for the next step")
    })

  /// The rate at which events reach viewers, all of them counted.
  private static func deliver(
    _ events: Int, of update: StatusUpdate, to viewers: Int, sharing: Int
  ) async throws -> Double {
    let audience = try Audience(of: viewers, sharing: sharing)
    return try await rate(of: events * viewers) {
      try await audience.publish(events, of: update)
      await audience.leave()
    }
  }

  /// How often an event is encoded in each profile, of which the viewers have two in turn; the end
  /// too.
  static func encodings(of events: Int, for viewers: Int) async throws -> Double {
    let audience = try Audience(of: viewers, sharing: 256)
    try await audience.publish(events)
    await audience.leave()
    return Double(audience.encodings) / Double((events + 1) * min(viewers, 2))
  }
}
