import StatusStreaming

extension BufferSuite {
  /// Reads by cursor: what is new, at the end of traces that grow.
  static func measureDraining(on bench: inout Bench) async throws {
    let small = "a trace of 10"
    for (batch, goal) in [(1, nil), (64, 6)] as [(Int, Double?)] {
      let drains = bench.scaled(400_000) / batch
      for (length, label) in [(10, "10"), (1_000, "1,000"), (1_000_000, "a million")]
      where length >= batch {
        var trials: [Trial] = []
        if length > 1_000 || length > 10 && batch == 1 {
          let shorter = batch == 1 ? 10 : 1_000
          let buffer = try filledBuffer(shorter)
          trials.append(
            .other(batch == 1 ? small : "a trace of 1,000") {
              try drain(buffer, drains, last: batch, of: shorter)
            })
        }
        let actor = await filledActor(length)
        trials.append(
          .baseline(self.actor) { await drain(actor, drains, last: batch, of: length) })
        let buffer = try filledBuffer(length)
        var goals: [Goal] = []
        if let goal { goals.append(.ratio(to: self.actor, atLeast: goal)) }
        if trials.count > 1 { goals.append(.ratio(to: trials[0].name, atLeast: 0.8)) }
        try await bench.measure(
          "drain the last \(batch) of \(label)", unit: "events/s", goals: goals, beside: trials
        ) {
          try drain(buffer, drains, last: batch, of: length)
        }
      }
    }
  }

  static func filledBuffer(_ count: Int) throws -> StatusBuffer {
    let buffer = try buffer(traces(1))
    try buffer.append(contentsOf: Array(repeating: update, count: count), to: traces(1)[0])
    return buffer
  }

  private static func filledActor(_ count: Int) async -> NaiveActor {
    let actor = NaiveActor()
    await actor.append(contentsOf: Array(repeating: update, count: count), to: traces(1)[0])
    return actor
  }

  private static func drain(
    _ buffer: StatusBuffer, _ drains: Int, last batch: Int, of length: Int
  ) throws -> Double {
    let reader = try buffer.reader(for: traces(1)[0])
    let cursor = Cursor(SequenceNumber(rawValue: length - batch))
    return try rate(of: drains * batch) {
      for _ in 0..<drains { consume(try reader.events(after: cursor)) }
    }
  }

  private static func drain(
    _ actor: NaiveActor, _ drains: Int, last batch: Int, of length: Int
  ) async -> Double {
    let trace = traces(1)[0]
    return await rate(of: drains * batch) {
      for _ in 0..<drains {
        consume(await actor.updates(of: trace, after: length - batch, limit: .max))
      }
    }
  }
}
