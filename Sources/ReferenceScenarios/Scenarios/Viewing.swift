import StatusStreaming

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
