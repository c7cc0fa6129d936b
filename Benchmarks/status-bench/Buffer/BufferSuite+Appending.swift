import StatusStreaming

extension BufferSuite {
  /// Appends by trace id: writers take the traces in turn.
  static func measureAppending(on bench: inout Bench) async throws {
    let count = bench.scaled(200_000)
    for size in [1, 1_000, 100_000] {
      let traces = traces(size)
      for writers in [1, 2, 4, 8] {
        let subject = writers == 1 ? "1 writer" : "\(writers) writers"
        try await bench.measure(
          "append, \(subject), \(size) \(size == 1 ? "trace" : "traces")", unit: "updates/s",
          beside: [
            .baseline(lockedDictionary) {
              appendToLockedDictionary(count, to: traces, threads: writers)
            },
            .baseline(actor) { await appendToActor(count, to: traces, writers: writers) },
          ]
        ) {
          try append(count, to: traces, writers: writers)
        }
      }
    }
  }

  private static func append(_ count: Int, to traces: [TraceID], writers: Int) throws -> Double {
    let buffer = try buffer(traces)
    let rate = Workers.rate(of: count, threads: writers) { writer in
      let update = update
      inTurn(count / writers, traces, from: writer) { trace in
        do {
          try buffer.append(update, to: trace)
        } catch {
          preconditionFailure("\(error)")
        }
      }
    }
    consume(buffer)
    return rate
  }

  private static func appendToLockedDictionary(
    _ count: Int, to traces: [TraceID], threads: Int
  ) -> Double {
    let dictionary = LockedDictionary(traces)
    let rate = Workers.rate(of: count, threads: threads) { writer in
      let update = update
      inTurn(count / threads, traces, from: writer) { dictionary.append(update, to: $0) }
    }
    consume(dictionary)
    return rate
  }

  private static func inTurn(
    _ count: Int, _ traces: [TraceID], from start: Int, _ body: (TraceID) -> Void
  ) {
    var index = start % traces.count
    for _ in 0..<count {
      body(traces[index])
      index = index + 1 == traces.count ? 0 : index + 1
    }
  }
}
