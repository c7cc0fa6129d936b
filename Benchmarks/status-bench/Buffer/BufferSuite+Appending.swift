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
          goals: writers == 1 ? [.ratio(to: lockedDictionary, atLeast: 1.2)] : [],
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

  /// Opens traces and ends them, so that most of the time some are let go of as well.
  static func measureLifecycles(on bench: inout Bench) async throws {
    let traces = traces(bench.scaled(100_000))
    for writers in [1, 2] {
      let alone = Trial.other("1 writer") { try openAndFinish(traces, writers: 1) }
      try await bench.measure(
        "open and finish a trace, \(writers == 1 ? "1 writer" : "\(writers) writers")",
        unit: "traces/s", goals: writers == 1 ? [] : [.ratio(to: alone.name, atLeast: 1.6)],
        beside: [
          .baseline(lockedDictionary) { openAndFinishInDictionary(traces, threads: writers) }
        ] + (writers == 1 ? [] : [alone])
      ) {
        try openAndFinish(traces, writers: writers)
      }
    }
  }

  private static func openAndFinish(_ traces: [TraceID], writers: Int) throws -> Double {
    let buffer = StatusBuffer()
    let rate = Workers.rate(of: traces.count, threads: writers) { writer in
      do {
        for index in stride(from: writer, to: traces.count, by: writers) {
          try buffer.open(traces[index])
          try buffer.finish(traces[index], with: .failed(message: ""))
        }
      } catch {
        preconditionFailure("\(error)")
      }
    }
    consume(buffer)
    return rate
  }

  private static func openAndFinishInDictionary(_ traces: [TraceID], threads: Int) -> Double {
    let dictionary = LockedDictionary([])
    let limit = StatusBuffer.Configuration().maximumFinishedTraces
    let rate = Workers.rate(of: traces.count, threads: threads) { writer in
      for index in stride(from: writer, to: traces.count, by: threads) {
        dictionary.open(traces[index])
        dictionary.finish(traces[index], keeping: limit)
      }
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
