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
