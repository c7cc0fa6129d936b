import StatusStreaming
import Testing

@Suite("Viewers under threads")
struct ViewerThreadTests {
  private static let traces = (0..<12).map { TraceID(stringLiteral: "run-\($0)") }
  private static let viewerLimit = 24
  private static let rounds = 60

  private let buffer = StatusBuffer(
    configuration: .init(
      capacity: 8, limits: .init(traces: 6, viewers: viewerLimit, bytes: 4_000)))

  /// Runs agents of a trace again and again, each as far as it is let.
  private func work(on trace: TraceID, seed: Int) async {
    var random = SplitMix64(seed: seed)
    for _ in 0..<Self.rounds {
      if (try? buffer.open(trace)) == nil {
        await Task.yield()
        continue
      }
      for number in 0..<Int.random(in: 0...40, using: &random) {
        _ = try? buffer.append(.step(number, .running, "working"), to: trace)
        if Bool.random(using: &random) { await Task.yield() }
      }
      if Bool.random(using: &random) {
        _ = try? buffer.finish(trace, with: .failed(message: ""))
        await Task.yield()
      }
      buffer.remove(trace)
    }
  }

  /// Looks at traces again and again, each time as another kind of viewer, cut off or not.
  ///
  /// - Returns: how many events were accepted.
  private func watch(seed: Int) async -> Int {
    var random = SplitMix64(seed: seed)
    var accepted = 0
    for _ in 0..<Self.rounds {
      let trace = Self.traces[Int.random(in: 0..<Self.traces.count, using: &random)]
      let kind = Int.random(in: 0..<4, using: &random)
      let monitor = StatusMonitor(
        buffer: buffer, wakeup: kind == 0 ? .polling(every: .milliseconds(1)) : .onAppend)
      let viewer = Task { [buffer] in
        var sink = CollectingSink()
        switch kind {
        case 0, 1: _ = await monitor.deliver(trace, to: &sink)
        case 2: _ = await monitor.deliverAll(to: &sink)
        default:
          var count = 0
          do {
            for try await _ in buffer.events(of: trace) {
              count += 1
              if count == 5 { break }
            }
          } catch {}
          return count
        }
        return sink.events.count
      }
      for _ in 0..<Int.random(in: 0...50, using: &random) { await Task.yield() }
      if !buffer.isDraining { viewer.cancel() }
      accepted += await viewer.value
    }
    return accepted
  }

  /// Checks the counters until told to stop.
  private func read() async -> Int {
    var last = buffer.counters
    var looks = 0
    while !Task.isCancelled {
      let counters = buffer.counters
      #expect((0...Self.viewerLimit).contains(counters.viewers))
      #expect((0...6).contains(counters.traces) && counters.openTraces <= counters.traces)
      #expect(counters.bytes ?? -1 >= 0)
      #expect(counters.sent >= last.sent && counters.gaps >= last.gaps)
      #expect(counters.refused.updates >= last.refused.updates)
      #expect(counters.lag.events >= 0 && counters.lag.time >= .zero)
      last = counters
      looks += 1
      await Task.yield()
    }
    return looks
  }

  @Test("come and go while counters are read, and leave nothing behind", .timeLimit(.minutes(2)))
  func comingAndGoing() async {
    let reader = Task { await read() }
    let accepted = await withTaskGroup(of: Int.self) { group in
      for (seed, trace) in Self.traces.enumerated() {
        group.addTask {
          await work(on: trace, seed: seed)
          return 0
        }
      }
      for seed in 0..<40 { group.addTask { await watch(seed: 100 + seed) } }
      return await group.reduce(0, +)
    }
    let waiting = (0..<5).map { index in
      Task {
        var sink = CollectingSink()
        return await StatusMonitor(buffer: buffer).deliver(Self.traces[index], to: &sink)
      }
    }
    while buffer.counters.viewers < waiting.count { await Task.yield() }
    #expect(await buffer.drain(within: .seconds(60)) == .allGone)
    for viewer in waiting { #expect(await viewer.value.ending.name == "draining") }
    reader.cancel()
    #expect(await reader.value > 0)
    let counters = buffer.counters
    #expect(counters.sent == accepted)
    #expect(counters.traces == 0)
    #expect(counters.bytes == 0)
    #expect(counters.viewers == 0)
    #expect(counters.lag == .init())
  }
}
