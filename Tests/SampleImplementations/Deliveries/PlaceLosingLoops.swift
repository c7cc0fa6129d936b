import StatusConformance
import StatusStreaming

/// Loops that lose their place, or what they know of it, where something else meets it.
enum PlaceLosingLoops {
  /// Looks at the end of a page alone whether all is over, and not if the page is full.
  static func looksBehindPagesThatAreNotFull(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    while true {
      let page = try await run.buffer.events(of: run.trace, after: last, limit: 32)
      for event in page {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
      }
      if page.count == 32 { continue }
      if page.last?.payload.isTerminal ?? false { return }
      try await run.clock.sleep(for: .milliseconds(25))
    }
  }

  /// Goes on with the number alone, as if it counted any history.
  static func forgetsTheHistory(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    while true {
      for event in try await run.buffer.events(of: run.trace, after: last, limit: 64) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = Cursor(event.sequence)
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Counts what it has sent, a gap as one.
  static func countsWhatItSends(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    while true {
      let page = try await run.buffer.events(of: run.trace, after: last, limit: 64)
      for event in page {
        try Task.checkCancellation()
        try await run.sink.send(event)
        if event.payload.isTerminal { return }
      }
      if let first = page.first {
        let number = SequenceNumber(rawValue: last.number.rawValue + page.count)
        last = Cursor(number, in: first.epoch)
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Tells at each refusal of all that there have been.
  static func countsAllRefusals(_ run: DeliveryRun) async throws {
    var lost = 0
    try await run.follow { event in
      do {
        try await run.sink.send(event)
      } catch is StatusEncodingError {
        if case .update = event.payload { lost += 1 }
        let count = lost
        try await RefusalLoops.send(event, to: run.sink) { event in
          event.payload.isTerminal ? RefusalLoops.reduced(event) : [.gap(lost: count)]
        }
      }
    }
  }

  /// Gives all sends of a page together the time that one may take.
  static func timesAPage(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    while true {
      let page = try await run.buffer.events(of: run.trace, after: last, limit: 16)
      let isInTime = Flag()
      let sending = run.spawn("page") {
        for event in page {
          try Task.checkCancellation()
          try await run.sink.send(event)
        }
      }
      let watch = run.spawn("time-out") {
        try await run.clock.sleep(for: ClosingLoops.timeout)
        isInTime.lower()
        sending.cancel()
      }
      defer { watch.cancel() }
      do {
        try await withTaskCancellationHandler {
          try await sending.value
        } onCancel: {
          sending.cancel()
        }
      } catch {
        if isInTime.isRaised { throw error }
      }
      guard isInTime.isRaised else { throw StatusFailure("the viewer takes nothing") }
      last = page.last?.cursor ?? last
      if page.last?.payload.isTerminal ?? false { return }
      if page.isEmpty { try await run.clock.sleep(for: .milliseconds(50)) }
    }
  }

  /// Closes at the moment of a cancellation, be a send in progress or not.
  static func closesAtOnce(_ run: DeliveryRun) async throws {
    let isIdle = Flag()
    let isIntact = Flag()
    let closing = AsyncStream.makeStream(of: RunTask<Void>.self)
    do {
      try await withTaskCancellationHandler {
        try await run.follow { event in
          isIdle.lower()
          do {
            try await run.sink.send(event)
          } catch {
            isIntact.lower()
            throw error
          }
        }
        closing.continuation.finish()
      } onCancel: {
        if !isIdle.isRaised, isIntact.isRaised {
          closing.continuation.yield(
            run.spawn("close", shielded: true) { try await run.sink.close() })
        }
      }
    } catch {
      closing.continuation.finish()
      for await close in closing.stream { try await close.value }
      throw error
    }
  }
}
