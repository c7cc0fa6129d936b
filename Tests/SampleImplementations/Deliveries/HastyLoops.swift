import StateLocking
import StatusConformance
import StatusStreaming

/// Loops that are right as long as nobody is behind, no read fails and no send stalls.
enum HastyLoops {
  /// Takes the page that is read once the agent has returned for all that there is.
  static func takesOnePageForTheRest(_ run: DeliveryRun) async throws {
    let isWorking = Flag()
    run.spawn("watch the agent") {
      _ = try? await run.agent()
      isWorking.lower()
    }
    var last = run.resumeAfter
    while true {
      let isLastPage = !isWorking.isRaised
      for event in try await run.buffer.events(of: run.trace, after: last, limit: 100) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      if isLastPage { return }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Follows again when a read has failed, from where the connection began.
  static func followsFromTheBeginning(_ run: DeliveryRun) async throws {
    for pause in [100, 200, 300] {
      var sinkError: (any Error)?
      do {
        return try await run.follow { event in
          do {
            try await run.sink.send(event)
          } catch {
            sinkError = error
            throw error
          }
        }
      } catch {
        if sinkError != nil || error is BufferError || Task.isCancelled { throw error }
        try await run.clock.sleep(for: .milliseconds(pause))
      }
    }
    try await run.follow { try await run.sink.send($0) }
  }

  /// Beats beside the loop, through an actor that seems to have one call at a time.
  static func trustsAnActor(_ run: DeliveryRun) async throws {
    let output = Output(run)
    let beats = run.spawn("heartbeats") {
      while true {
        try await run.clock.sleep(for: .seconds(1))
        try await output.beat()
      }
    }
    defer { beats.cancel() }
    try await run.follow { event in
      if event.payload.isTerminal {
        beats.cancel()
        _ = try? await beats.value
        try Task.checkCancellation()
      }
      try await output.send(event)
    }
  }
}

/// A sink that is used in an actor, which others enter while one of its calls waits.
private actor Output {
  private let run: DeliveryRun
  private var written: RunClock.Instant
  private var failure: (any Error)?

  init(_ run: DeliveryRun) {
    self.run = run
    written = run.clock.now
  }

  func send(_ event: StreamEvent) async throws {
    try await use { try await $0.send(event) }
  }

  func beat() async throws {
    if written.duration(to: run.clock.now) < .seconds(15) { return }
    try await use { try await $0.heartbeat() }
  }

  private func use(_ call: (RunSink) async throws -> Void) async throws {
    if let failure { throw failure }
    do {
      try await call(run.sink)
      written = run.clock.now
    } catch {
      failure = error
      throw error
    }
  }
}
