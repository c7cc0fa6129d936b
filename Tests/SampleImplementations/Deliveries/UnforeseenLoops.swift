import StatusConformance
import StatusStreaming

/// Loops that know the time, the place or the viewers less well than they believe.
enum UnforeseenLoops {
  /// Looks after pauses that double up to a minute, and beats when it looks.
  static func beatsWhenItLooks(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    var asked = run.clock.now
    var pause = Duration.milliseconds(20)
    while true {
      let page = try await run.buffer.events(of: run.trace, after: last, limit: 64)
      for event in page {
        try Task.checkCancellation()
        try await run.sink.send(event)
        (last, asked) = (event.cursor, run.clock.now)
        if event.payload.isTerminal { return }
      }
      if page.isEmpty, asked.duration(to: run.clock.now) >= .seconds(14) {
        try Task.checkCancellation()
        try await run.sink.heartbeat()
        asked = run.clock.now
      }
      pause = page.isEmpty ? min(pause * 2, .seconds(60)) : .milliseconds(20)
      try await run.clock.sleep(for: pause)
    }
  }

  /// Follows again when a read has failed, from where the viewer came.
  static func comesAgainFromTheStart(_ run: DeliveryRun) async throws {
    let isIntact = Flag()
    while true {
      do {
        return try await run.follow { event in
          do {
            try await run.sink.send(event)
          } catch {
            isIntact.lower()
            throw error
          }
        }
      } catch let error where isIntact.isRaised && error.isOfRead {
        try await run.clock.sleep(for: .milliseconds(200))
      }
    }
  }

  /// Knows a shorter end for failures, and takes a cancellation that is refused for an update.
  static func losesARefusedCancellation(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      try await RefusalLoops.send(event, to: run.sink) { event in
        if case .cancelled = event.payload { return [.gap(lost: 1)] }
        return RefusalLoops.reduced(event)
      }
    }
  }

  /// Ends when a page was empty and the agent is done, asked in this order.
  static func looksAndThenAsks(_ run: DeliveryRun) async throws {
    let isWorking = Flag()
    run.spawn("watch the agent") {
      _ = try? await run.agent()
      isWorking.lower()
    }
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    while true {
      let page = try await run.buffer.events(of: run.trace, after: last, limit: 64)
      for event in page {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      if page.isEmpty {
        if !isWorking.isRaised { return }
        try await run.clock.sleep(for: .milliseconds(5))
      }
    }
  }

  /// Ends in silence when it is an hour old.
  static func endsAfterAnHour(_ run: DeliveryRun) async throws {
    let began = run.clock.now
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    while began.duration(to: run.clock.now) < .seconds(3_600) {
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Gives a place among six back when all went well.
  static func keepsThePlacesOfTheUnlucky(_ run: DeliveryRun) async throws {
    let places = run.shared { Places(6) }
    guard places.take() else { throw StatusFailure("there are too many viewers") }
    try await run.follow { try await run.sink.send($0) }
    places.giveBack()
  }

  /// Has a timer of the server's, which is told of all that ends but of a sink that has failed.
  static func leavesTheDeadToTheTimer(_ run: DeliveryRun) async throws {
    let isAlive = Flag()
    let isIntact = Flag()
    let places = Places(1)
    run.spawnServerWide("heartbeats") {
      while isAlive.isRaised {
        try await run.clock.sleep(for: .seconds(15))
        while !places.take() { try await run.clock.sleep(for: .milliseconds(5)) }
        if isAlive.isRaised { try await run.sink.heartbeat() }
        places.giveBack()
      }
    }
    defer { if isIntact.isRaised || Task.isCancelled { isAlive.lower() } }
    try await run.follow { event in
      while !places.take() { try await run.clock.sleep(for: .milliseconds(5)) }
      defer { places.giveBack() }
      do {
        try await run.sink.send(event)
        if event.payload.isTerminal { isAlive.lower() }
      } catch {
        isIntact.lower()
        throw error
      }
    }
  }
}
