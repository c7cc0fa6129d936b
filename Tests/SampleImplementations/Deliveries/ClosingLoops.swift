import StatusConformance
import StatusStreaming

/// Loops that end a viewer's output, or don't, where the connection is cancelled or a send stalls.
enum ClosingLoops {
  /// How long a send may take.
  static let timeout = Duration.seconds(10)

  // MARK: The monitor

  /// Correct: the package's monitor, with a sink that is given away.
  static func given(_ run: DeliveryRun) async throws {
    let (delivery, _) = await monitor(run).deliver(
      run.trace, after: run.resumeAfter, to: run.sink, sendTimeout: timeout)
    try delivery.requireIntactOutput()
  }

  /// Correct: the package's monitor, with a sink that is lent to a task of the delivery's own.
  static func lent(_ run: DeliveryRun) async throws {
    var sink = run.sink
    let delivery = await monitor(run).deliver(
      run.trace, after: run.resumeAfter, to: &sink, sendTimeout: timeout)
    try delivery.requireIntactOutput()
  }

  /// Bug: declares what the monitor can't promise with a sink that stays where it is.
  static func inPlace(_ run: DeliveryRun) async throws {
    var sink = run.sink
    let delivery = await monitor(run).deliver(run.trace, after: run.resumeAfter, to: &sink)
    try delivery.requireIntactOutput()
  }

  /// Bug: waits for a send for ever.
  static func withoutTimeout(_ run: DeliveryRun) async throws {
    let (delivery, _) = await monitor(run).deliver(
      run.trace, after: run.resumeAfter, to: run.sink)
    try delivery.requireIntactOutput()
  }

  private static func monitor(_ run: DeliveryRun) -> StatusMonitor<StatusBuffer, RunClock> {
    StatusMonitor(
      buffer: run.statusBuffer, wakeup: .onAppend, heartbeatInterval: .seconds(15),
      clock: run.clock)
  }

  // MARK: By hand

  /// Correct: sends and closes in tasks of their own, each with a time-out.
  static func byHand(_ run: DeliveryRun) async throws {
    try await follow(run, sending: send, closing: close)
  }

  /// Bug: closes within the cancelled task.
  static func closesInTheTask(_ run: DeliveryRun) async throws {
    try await follow(run, sending: send) { run in try? await run.sink.close() }
  }

  /// Bug: closes in a child of the cancelled task, which is cancelled as well.
  static func closesInAChild(_ run: DeliveryRun) async throws {
    try await follow(run, sending: send) { run in
      async let closing: Void = run.sink.close()
      try await closing
    }
  }

  /// Bug: closes in a task that is cancelled with the connection.
  static func closesInATaskOfTheConnection(_ run: DeliveryRun) async throws {
    try await follow(run, sending: send) { run in
      try await run.spawn("close") { try await run.sink.close() }.value
    }
  }

  /// Bug: leaves the output without an end when it is cancelled.
  static func closesAtTheEndAlone(_ run: DeliveryRun) async throws {
    try await follow(run, sending: send) { run in
      if !Task.isCancelled { try await close(run) }
    }
  }

  /// Bug: takes no notice of a close that fails.
  static func ignoresTheClose(_ run: DeliveryRun) async throws {
    try await follow(run, sending: send) { run in try? await close(run) }
  }

  /// Bug: tells of a close that takes too long, and of none that throws.
  static func tellsOfLateClosesAlone(_ run: DeliveryRun) async throws {
    try await follow(run, sending: send) { run in
      do {
        try await close(run)
      } catch let error as StatusFailure {
        throw error
      } catch {}
    }
  }

  /// Bug: says that it was cancelled, as if all were well.
  static func takesTheCloseForACancellation(_ run: DeliveryRun) async throws {
    try await follow(run, sending: send) { run in
      do { try await close(run) } catch { throw CancellationError() }
    }
  }

  /// Bug: waits for ever until the sink is closed.
  static func waitsForTheClose(_ run: DeliveryRun) async throws {
    try await follow(run, sending: send) { run in
      try await run.spawn("close", shielded: true) { try await run.sink.close() }.value
    }
  }

  /// Bug: leaves a send behind that takes too long.
  static func leavesTheSend(_ run: DeliveryRun) async throws {
    try await follow(
      run,
      sending: { event, run in
        let isSending = Flag()
        let sending = run.spawn("send") {
          defer { isSending.lower() }
          try await run.sink.send(event)
        }
        let start = run.clock.now
        while isSending.isRaised, !Task.isCancelled {
          try? await run.clock.sleep(for: .milliseconds(5))
          if start.duration(to: run.clock.now) >= timeout {
            sending.cancel()
            throw StatusFailure("the viewer takes nothing")
          }
        }
        try await sending.value
      }, closing: close)
  }

  /// Bug: says goodbye to a viewer that takes nothing.
  static func closesAfterTheStall(_ run: DeliveryRun) async throws {
    try await follow(
      run,
      sending: { event, run in
        do {
          try await send(event, over: run)
        } catch let error as StatusFailure {
          try await close(run)
          throw error
        }
      }, closing: close)
  }

  /// Bug: ends as if all had been told.
  static func returnsAfterTheStall(_ run: DeliveryRun) async throws {
    do {
      try await byHand(run)
    } catch is StatusFailure {
      return
    }
  }

  /// Bug: goes on with what follows.
  static func goesOnAfterTheStall(_ run: DeliveryRun) async throws {
    try await follow(
      run,
      sending: { event, run in
        do { try await send(event, over: run) } catch is StatusFailure { return }
      }, closing: close)
  }

  /// Bug: gives up long before it is time.
  static func givesUpTooSoon(_ run: DeliveryRun) async throws {
    try await follow(
      run,
      sending: { event, run in
        try await send(event, over: run, timeout: timeout / 4)
      }, closing: close)
  }

  // MARK: Parts

  /// The connection was cancelled before the task had begun in which something was to be asked of the sink.
  struct NotBegun: Error {}

  private static func follow(
    _ run: DeliveryRun, sending send: (StreamEvent, DeliveryRun) async throws -> Void,
    closing close: (DeliveryRun) async throws -> Void
  ) async throws {
    var isUsed = false
    var isDead = false
    do {
      try await run.follow { event in
        do {
          try await send(event, run)
          isUsed = true
        } catch is NotBegun {
          throw CancellationError()
        } catch {
          isDead = true
          throw error
        }
      }
    } catch {
      if isUsed, !isDead { try await close(run) }
      throw error
    }
    try await close(run)
  }

  private static func send(_ event: StreamEvent, over run: DeliveryRun) async throws {
    try await send(event, over: run, timeout: timeout)
  }

  private static func send(
    _ event: StreamEvent, over run: DeliveryRun, timeout: Duration
  ) async throws {
    let isInTime = Flag()
    let sending = run.spawn("send") {
      if Task.isCancelled { throw NotBegun() }
      try await run.sink.send(event)
    }
    let watch = run.spawn("time-out", shielded: true) {
      try await run.clock.sleep(for: timeout)
      isInTime.lower()
      sending.cancel()
    }
    defer { watch.cancel() }
    do {
      try await sending.value
    } catch {
      if isInTime.isRaised { throw error }
    }
    if isInTime.isRaised || event.payload.isTerminal { return }
    throw StatusFailure("the viewer takes nothing")
  }

  /// Closes the sink in a task that is not cancelled with the connection, and that has five seconds.
  static func close(_ run: DeliveryRun) async throws {
    let closing = run.spawn("close", shielded: true) { try await run.sink.close() }
    let watch = run.spawn("deadline", shielded: true) {
      try await run.clock.sleep(for: .seconds(5))
      closing.cancel()
    }
    defer { watch.cancel() }
    do {
      try await closing.value
    } catch is CancellationError {
      throw StatusFailure("closing takes too long")
    }
  }
}
