public import StatusStreaming

extension Scenario {
  /// Plays the scenario: its agents work while its viewers watch.
  ///
  /// - Parameter clock: what everything waits on; a virtual one, unless someone is to see it.
  /// - Returns: what each connection got.
  /// - Throws: `CancellationError`, if the task is cancelled; what the clock throws.
  public func play<C: Clock>(on clock: C) async throws -> Playback where C.Duration == Duration {
    let buffer = StatusBuffer(configuration: buffer, clock: clock)
    let fileNames = fileNames
    let origin = clock.now
    return try await withThrowingTaskGroup(of: (Int, [Playback.Connection]).self) { group in
      for (index, viewer) in viewers.enumerated() {
        group.addTask(name: "viewer \(index + 1)") {
          let viewing = Viewing(
            viewer: viewer, fileNames: fileNames[index], buffer: buffer, clock: clock,
            origin: origin)
          return (index, try await viewing.record(with: monitor))
        }
      }
      try await perform(in: buffer, on: clock)
      buffer.close()
      var connections = viewers.map { _ in [Playback.Connection]() }
      for try await (index, recorded) in group { connections[index] = recorded }
      try Task.checkCancellation()
      return Playback(connections: connections.flatMap(\.self))
    }
  }

  /// Plays the agents alone and returns all that they published, however little the scenario's
  /// buffer keeps.
  ///
  /// - Parameter clock: what everything waits on.
  /// - Returns: every event of every trace in the order of their appending, each with the time since
  ///   its trace was opened; that was ``Run/start`` after the beginning.
  /// - Throws: `CancellationError`, if the task is cancelled; what the clock throws.
  public func events<C: Clock>(
    on clock: C
  ) async throws -> [StreamEvent] where C.Duration == Duration {
    var configuration = buffer
    configuration.capacity = .max
    configuration.retention = .seconds(1 << 40)
    configuration.maximumFinishedTraces = runs.count
    let buffer = StatusBuffer(configuration: configuration, clock: clock)
    try await perform(in: buffer, on: clock)
    var events: [(time: Duration, event: StreamEvent)] = []
    for run in runs {
      events += try buffer.events(of: run.trace, after: .zero, limit: .max).map {
        (run.start + $0.time, $0)
      }
    }
    return events.sorted { $0.time < $1.time }.map(\.event)
  }

  /// Lets all agents work until the last has ended.
  private func perform<C: Clock>(
    in buffer: StatusBuffer, on clock: C
  ) async throws where C.Duration == Duration {
    try await withThrowingTaskGroup { group in
      for run in runs {
        group.addTask(name: run.trace.rawValue) {
          try await clock.wait(for: run.start)
          await run.perform(in: buffer, on: clock)
        }
      }
      for try await _ in group {}
    }
    try Task.checkCancellation()
  }
}

extension Scenario.Run {
  /// Lets the agent work until it has ended or is cancelled, and records how it ends.
  func perform<C: Clock>(in buffer: StatusBuffer, on clock: C) async where C.Duration == Duration {
    await withTaskGroup { group in
      group.addTask(name: "\(trace) agent") {
        // How the agent ends is what its trace says; it is nobody's failure here.
        _ = try? await buffer.withTrace(trace) { publisher in
          try await makeAgent(clock: clock).run(query: query, publishing: publisher)
        }
      }
      if let cancellation {
        group.addTask(name: "\(trace) cancellation") {
          try? await clock.wait(for: cancellation)
        }
      }
      await group.next()
      group.cancelAll()
    }
  }
}

/// One viewer's connections to a scenario that is being played.
struct Viewing<C: Clock>: Sendable where C.Duration == Duration {
  let viewer: Scenario.Viewer
  let fileNames: [String]
  let buffer: StatusBuffer
  let clock: C
  /// When the scenario began.
  let origin: C.Instant

  /// Connects, and connects again after each cut, until the last connection has ended.
  func record(with monitor: Scenario.Monitor) async throws -> [Playback.Connection] {
    let monitor = makeMonitor(monitor)
    var cursors = TraceCursors()
    if case .trace(let trace, let cursor) = viewer.subject { cursors[trace] = cursor }
    var connections: [Playback.Connection] = []
    try await clock.wait(for: viewer.arrival)
    for (index, fileName) in fileNames.enumerated() {
      let cut = index < viewer.cuts.count ? viewer.cuts[index] : nil
      let began = origin.duration(to: clock.now)
      let writer = RecordingWriter(
        clock: clock, origin: origin, latency: viewer.writeLatency, cut: cut)
      let sink = viewer.format.makeSink(for: viewer.subject, writer: writer)
      let delivery = await deliver(
        monitor, after: cursors, to: sink, until: cut == nil ? viewer.departure : nil)
      cursors = delivery.cursors
      connections.append(
        Playback.Connection(
          fileName: fileName, format: viewer.format, bytes: writer.bytes,
          cursors: cursors.cursors, began: began, ended: origin.duration(to: clock.now),
          writes: writer.writes,
          ending: delivery.ending))
      guard let cut, case .sinkFailed = delivery.ending else { break }
      try await clock.wait(for: cut.pause)
    }
    return connections
  }

  private func makeMonitor(_ monitor: Scenario.Monitor) -> StatusMonitor<StatusBuffer, C> {
    let wakeup: StatusMonitor<StatusBuffer, C>.Wakeup =
      switch monitor.wakeup {
      case .polling(let interval): .polling(every: interval)
      case .onAppend: .onAppend
      }
    return StatusMonitor(
      buffer: buffer, wakeup: wakeup, heartbeatInterval: monitor.heartbeatInterval, clock: clock)
  }

  private typealias Ending = (cursors: TraceCursors, ending: DeliveryEnding)

  /// Delivers until the end of what the viewer watches, or until the server closes the connection.
  private func deliver(
    _ monitor: StatusMonitor<StatusBuffer, C>, after cursors: TraceCursors,
    to sink: any StatusSink & Sendable, until departure: Duration?
  ) async -> Ending {
    guard let departure else { return await deliver(monitor, after: cursors, to: sink) }
    return await withTaskGroup(of: Ending?.self) { group in
      group.addTask { await deliver(monitor, after: cursors, to: sink) }
      group.addTask {
        try? await clock.wait(for: departure)
        return nil
      }
      var ending: Ending = (cursors, .cancelled)
      for await ended in group {
        if let ended { ending = ended }
        group.cancelAll()
      }
      return ending
    }
  }

  private func deliver(
    _ monitor: StatusMonitor<StatusBuffer, C>, after cursors: TraceCursors,
    to sink: any StatusSink
  ) async -> Ending {
    var sink = sink
    switch viewer.subject {
    case .allTraces:
      let delivery = await monitor.deliverAll(after: cursors, to: &sink)
      return (delivery.cursor, delivery.ending)
    case .trace(let trace, _):
      let delivery = await monitor.deliver(trace, after: cursors[trace] ?? .zero, to: &sink)
      return ([trace: delivery.cursor], delivery.ending)
    }
  }
}
