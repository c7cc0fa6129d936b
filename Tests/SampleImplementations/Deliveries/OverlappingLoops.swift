import StatusConformance
import StatusStreaming

/// Loops with more than one hand on the sink, or more than one viewer in hand.
enum OverlappingLoops {
  /// Starts a task for each send.
  static func taskPerSend(_ run: DeliveryRun) async throws {
    var sends: [RunTask<Void>] = []
    try await run.follow { event in
      sends.append(run.spawn("send") { try await run.sink.send(event) })
    }
    for send in sends { try await send.value }
  }

  /// Starts a second loop over the same trace and the same sink.
  static func twoLoops(_ run: DeliveryRun) async throws {
    let second = run.spawn("second loop") {
      try await run.follow { try await run.sink.send($0) }
    }
    try await run.follow { try await run.sink.send($0) }
    try await second.value
  }

  /// Beats from a task of its own, whatever the loop is doing.
  static func beatsFromAside(_ run: DeliveryRun) async throws {
    let beats = run.spawn("heartbeats") {
      while true {
        try await run.clock.sleep(for: .seconds(5))
        try await run.sink.heartbeat()
      }
    }
    try await run.follow { event in
      if event.payload.isTerminal { beats.cancel() }
      try await run.sink.send(event)
    }
  }

  /// Shows a viewer who is not the first the newest event first.
  static func newestFirstForLaterViewers(_ run: DeliveryRun) async throws {
    let isFirst = run.shared { Turnstile() }.isFirst()
    var last = Cursor.zero
    while true {
      let events = try await run.buffer.events(of: run.trace, after: last, limit: .max)
      let isBacklog = last == .zero && !isFirst && !(events.last?.payload.isTerminal ?? false)
      for event in isBacklog ? events.reversed() : events {
        try Task.checkCancellation()
        try await run.sink.send(event)
        if event.payload.isTerminal { return }
      }
      last = events.last?.cursor ?? last
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Serves all viewers by one loop, which the first failure ends.
  static func oneLoopForAll(_ run: DeliveryRun) async throws {
    let audience = run.shared { Audience() }
    guard audience.enter(run.sink) else {
      while !audience.hasLeft { try await run.clock.sleep(for: .milliseconds(50)) }
      return
    }
    while true {
      for (index, last) in audience.cursors.enumerated() {
        for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
          try Task.checkCancellation()
          try await audience.send(event, to: index)
        }
      }
      if audience.hasLeft { return }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }
}
