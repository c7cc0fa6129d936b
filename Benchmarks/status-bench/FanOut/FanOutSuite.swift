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
          goals: [.ratio(to: copying, atLeast: 0.5)],
          beside: [
            .baseline("encoding for each") {
              try await deliver(events, of: update, to: viewers, sharing: 0)
            },
            .floor("waking a task for each") {
              try await wakeTasks(events, of: update, viewers: viewers)
            },
            .floor(copying) { try copy(update) },
          ]
        ) {
          try await deliver(events, of: update, to: viewers, sharing: 256)
        }
      }
      try await measureBacklog(on: &bench, viewers: viewers)
      try await bench.measure(
        "encodings of an event in a profile, \(viewers) viewers", unit: "encodings", better: .lower,
        goals: [.median(atMost: 1)]
      ) {
        try await encodings(of: 20, for: viewers)
      }
    }
  }

  /// Events that wait for viewers, so that waking them is little of what they cost.
  private static func measureBacklog(on bench: inout Bench, viewers: Int) async throws {
    let one = Trial.other("1 viewer") { try await deliverBacklog(of: roadmap, to: 1) }
    try await bench.measure(
      "deliver 64 waiting events to \(viewers) viewers, each a roadmap", unit: "events/s",
      goals: [.ratio(to: copying, atLeast: 0.5)],
      beside: [.floor(copying) { try copy(roadmap) }] + (viewers == 1 ? [] : [one])
    ) {
      try await deliverBacklog(of: roadmap, to: viewers)
    }
  }

  private static let copying = "copying its bytes"
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

  private static func deliverBacklog(of update: StatusUpdate, to viewers: Int) async throws
    -> Double
  {
    let rounds = max(2_000 / viewers, 1)
    let total = Counter()
    var seconds = 0.0
    for _ in 0..<rounds {
      let buffer = StatusBuffer()
      try buffer.open(trace)
      try buffer.append(contentsOf: repeatElement(update, count: 64), to: trace)
      try buffer.finish(trace, with: .failed(message: ""))
      let start = ContinuousClock.now
      await withTaskGroup { group in
        for _ in 0..<viewers {
          group.addTask {
            var sink = EncodingSink(
              encoder: EventStreamEncoder(profile: .resumable),
              writer: CountingWriter(counter: total))
            _ = await StatusMonitor(buffer: buffer, wakeup: .onAppend).deliver(trace, to: &sink)
          }
        }
      }
      seconds += start.seconds
    }
    return Double(64 * viewers * rounds) / seconds
  }

  /// Viewers that copy an update's bytes whenever they are woken, and do nothing else.
  private static func wakeTasks(
    _ events: Int, of update: StatusUpdate, viewers: Int
  ) async throws -> Double {
    let bytes = try bytes(of: update)
    let received = Counter()
    let bells = (0..<viewers).map { _ in Bell() }
    let tasks = bells.map { bell in
      Task {
        var copy: [UInt8] = []
        for event in 0..<events {
          _ = await bell.wait(beyond: event)
          copy.removeAll(keepingCapacity: true)
          copy.append(contentsOf: bytes)
          consume(copy)
          received.increment()
        }
      }
    }
    return await rate(of: events * viewers) {
      for event in 1...events {
        for bell in bells { bell.ring() }
        while received.value < event * viewers { await Task.yield() }
      }
      for task in tasks { await task.value }
    }
  }

  /// What takes no viewer: on all processors, as viewers are served.
  private static func copy(_ update: StatusUpdate) throws -> Double {
    let bytes = try bytes(of: update)
    let count = 400_000
    return Workers.rate(of: 2 * count, threads: 2) { _ in
      var copy: [UInt8] = []
      for _ in 0..<count {
        copy.removeAll(keepingCapacity: true)
        copy.append(contentsOf: bytes)
        consume(copy)
      }
    }
  }

  private static func bytes(of update: StatusUpdate) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var encoder = EventStreamEncoder(profile: .resumable)
    let event = StreamEvent(trace: trace, sequence: 1, payload: .update(update))
    try encoder.encode(event, into: &bytes)
    return bytes
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
