import StatusStreaming

extension BufferSuite {
  /// What it costs to find out which traces have something new.
  static func measurePolling(on bench: inout Bench) async throws {
    let many = traces(100_000)
    let polls = bench.scaled(100_000)
    let few = try buffer(traces(10))
    let buffer = try buffer(many)
    try await bench.measure(
      "poll 100,000 idle traces", unit: "ns", better: .lower,
      goals: [.ratio(to: "10 idle traces", atMost: 1.1)],
      beside: [.other("10 idle traces") { try poll(few, polls, changing: []) }]
    ) {
      try poll(buffer, polls, changing: [])
    }
    let actor = NaiveActor()
    await actor.open(many)
    for changed in [10, 1_000] {
      let changing = Array(many.prefix(changed))
      let rounds = max(polls / changed / 10, 1)
      try await bench.measure(
        "poll 100,000 traces, \(changed) changed, per change", unit: "ns", better: .lower,
        goals: changed == 10 ? [] : [.ratio(to: "10 changed", atMost: 1.25)],
        beside: [
          .other("10 changed") {
            try poll(buffer, polls / 100, changing: Array(many.prefix(10))) / 10
          },
          .baseline(self.actor) {
            try await poll(actor, changing: changing, of: many) / Double(changed)
          },
        ]
      ) {
        try poll(buffer, rounds, changing: changing) / Double(changed)
      }
    }
  }

  /// The time of one poll in nanoseconds, without the appends between the polls.
  private static func poll(
    _ buffer: StatusBuffer, _ polls: Int, changing: [TraceID]
  ) throws -> Double {
    var mark = buffer.changedTraces().mark
    guard !changing.isEmpty else {
      return 1e9
        / rate(of: polls) {
          for _ in 0..<polls {
            let changes = buffer.changedTraces(since: mark)
            mark = changes.mark
            consume(changes.traces)
          }
        }
    }
    var seconds = 0.0
    for _ in 0..<polls {
      for trace in changing { try buffer.append(update, to: trace) }
      let start = ContinuousClock.now
      let changes = buffer.changedTraces(since: mark)
      seconds += start.seconds
      mark = changes.mark
      precondition(changes.traces.count == changing.count)
    }
    return seconds / Double(polls) * 1e9
  }

  private static func poll(
    _ actor: NaiveActor, changing: [TraceID], of traces: [TraceID]
  ) async throws -> Double {
    let counts = Dictionary(uniqueKeysWithValues: traces.map { ($0, Int.max) })
      .merging(changing.map { ($0, -1) }) { $1 }
    let start = ContinuousClock.now
    let changed = await actor.changedTraces(since: counts)
    let seconds = start.seconds
    precondition(changed.count == changing.count)
    return seconds * 1e9
  }
}
