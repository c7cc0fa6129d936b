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

extension FanOutSuite {
  /// The resident memory of a viewer that waits, besides that of its task.
  static func measureMemory(on bench: inout Bench) async throws {
    guard ResidentMemory.current() != nil else { return }
    // With fewer, what there is once counts.
    let viewers = max(bench.scaled(10_000), 2_000)
    try await bench.measure("memory per task that waits", unit: "bytes", better: .lower) {
      await memory(ofTasks: viewers)
    }
    for kind in IdleViewer.all {
      for history in IdleAudience.History.allCases {
        try await bench.measure(
          "memory per idle viewer, \(kind), \(history.rawValue)", unit: "bytes", better: .lower,
          goals: [.median(atMost: 4_096)]
        ) {
          let tasks = await memory(ofTasks: viewers)
          return try await memory(of: kind, viewers, history) - Double(kind.tasks) * tasks
        }
      }
    }
  }

  private static func memory(
    of kind: IdleViewer, _ viewers: Int, _ history: IdleAudience.History
  ) async throws -> Double {
    let before = ResidentMemory.current() ?? 0
    let audience = try IdleAudience(of: viewers, kind)
    try await audience.live(through: history)
    let after = ResidentMemory.current() ?? 0
    await audience.leave()
    return Double(after - before - history.size) / Double(viewers)
  }

  private static func memory(ofTasks count: Int) async -> Double {
    let before = ResidentMemory.current() ?? 0
    let gate = Gate()
    let tasks = (0..<count).map { _ in Task { await gate.wait() } }
    while await gate.count < count { await Task.yield() }
    let after = ResidentMemory.current() ?? 0
    await gate.open()
    for task in tasks { await task.value }
    return Double(after - before) / Double(count)
  }

  /// Where tasks wait until it is opened.
  private actor Gate {
    private var waiting: [CheckedContinuation<Void, Never>] = []

    var count: Int { waiting.count }

    func wait() async { await withCheckedContinuation { waiting.append($0) } }

    func open() {
      for continuation in waiting { continuation.resume() }
    }
  }
}
