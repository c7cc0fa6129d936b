import DeterministicSimulation
import StatusStreaming

/// A random pipeline: agents, a viewer of each trace or one of all, and how long everything takes.
///
/// The same seed gives the same pipeline. Its viewers can be cut off at a virtual instant, in which
/// case each is resumed from the cursor that it returned.
struct DeliveryTrial {
  typealias Wakeup = StatusMonitor<StatusBuffer, LoggingClock>.Wakeup

  /// When viewers are cancelled.
  struct Cut {
    var instant: VirtualClock.Instant
    /// How many turns everything else gets first at that instant.
    var turns: Int
  }

  let wakeup: Wakeup
  let isSinkStubborn: Bool
  let watchesAll: Bool
  let sinkLatency: Duration
  /// How long each agent works before each of its updates, and before it returns.
  let pauses: [[Duration]]

  init(seed: Int) {
    var random = SplitMix64(seed: seed)
    let interval = Duration.microseconds(Int.random(in: 1_000...1_000_000, using: &random))
    wakeup = Bool.random(using: &random) ? .polling(every: interval) : .onAppend
    isSinkStubborn = Bool.random(using: &random)
    watchesAll = Int.random(in: 0..<4, using: &random) == 0
    let latency = [0, 0, 1, 700, 90_000].randomElement(using: &random) ?? 0
    sinkLatency = .microseconds(latency)
    pauses = (0..<Int.random(in: 1...10, using: &random)).map { _ in
      (0...Int.random(in: 0...6, using: &random)).map { _ in
        let longest = [0, 50, 5_000, 200_000].randomElement(using: &random) ?? 0
        return .microseconds(Int.random(in: 0...longest, using: &random))
      }
    }
  }

  var traces: [TraceID] { pauses.indices.map { TraceID(stringLiteral: "run-\($0)") } }

  /// Runs the pipeline, and resumes its viewers if they are cut off.
  ///
  /// - Parameters:
  ///   - cut: when the viewers are cancelled.
  ///   - log: collects the instants at which something happens.
  /// - Returns: the views of all traces.
  func run(cut: Cut? = nil, log: LoggingClock.Log = LoggingClock.Log()) throws -> [TraceView] {
    try simulate { sim in
      let clock = LoggingClock(clock: sim.clock, log: log)
      let buffer = StatusBuffer(clock: clock)
      let viewers =
        watchesAll
        ? [sim.spawn("viewer of all") { await watch(traces.map(TraceView.init), buffer, clock) }]
        : traces.map { trace in
          sim.spawn("viewer of \(trace)") { await watch([TraceView(trace)], buffer, clock) }
        }
      if let cut {
        sim.spawn("cutter") {
          try await sim.clock.sleep(until: cut.instant)
          for _ in 0..<cut.turns { await sim.step() }
          for viewer in viewers { viewer.cancel() }
        }
      }
      let agents = zip(traces, pauses).map { trace, pauses in
        sim.spawn("agent of \(trace)") { try await work(pauses, as: trace, buffer, clock) }
      }
      for agent in agents { try await agent.value }
      buffer.close()
      var views: [TraceView] = []
      for viewer in viewers { views += await viewer.value }
      if cut != nil { views = await resume(views, buffer, clock) }
      for index in views.indices {
        views[index].published = try buffer.events(
          of: views[index].trace, after: .zero, limit: .max)
      }
      return views
    }
  }

  private func resume(
    _ views: [TraceView], _ buffer: StatusBuffer, _ clock: LoggingClock
  ) async -> [TraceView] {
    if watchesAll { return await watch(views, buffer, clock) }
    var resumed: [TraceView] = []
    for view in views { resumed += await watch([view], buffer, clock) }
    return resumed
  }

  private func work(
    _ pauses: [Duration], as trace: TraceID, _ buffer: StatusBuffer, _ clock: LoggingClock
  ) async throws {
    try await buffer.withTrace(trace) { publisher in
      for (index, pause) in pauses.dropLast().enumerated() {
        try await clock.sleep(for: pause)
        try publisher.publish(.step(index, .running))
      }
      try await clock.sleep(for: pauses[pauses.count - 1])
      return FinalAnswer(text: trace.rawValue)
    }
  }

  /// Connects to the traces of some views, each from its cursor, and adds what came.
  private func watch(
    _ views: [TraceView], _ buffer: StatusBuffer, _ clock: LoggingClock
  ) async -> [TraceView] {
    let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: clock)
    var sink = CollectingSink(
      latency: isSinkStubborn ? .stubborn(sinkLatency, clock) : .cancellable(sinkLatency, clock))
    let ending: DeliveryEnding
    var cursors = TraceCursors(
      Dictionary(uniqueKeysWithValues: views.map { ($0.trace, $0.cursor) }))
    if watchesAll {
      let delivery = await monitor.deliverAll(after: cursors, to: &sink)
      ending = delivery.ending
      cursors = delivery.cursor
    } else {
      let delivery = await monitor.deliver(views[0].trace, after: views[0].cursor, to: &sink)
      ending = delivery.ending
      cursors[views[0].trace] = delivery.cursor
    }
    return views.map { view in
      var view = view
      view.connections.append(sink.events.filter { $0.trace == view.trace })
      view.cursor = cursors[view.trace] ?? .zero
      view.ending = ending.name
      return view
    }
  }
}
