import StateLocking
import StatusConformance
import StatusStreaming

/// Loops over a sink that may refuse an event.
enum RefusalLoops {
  /// What is sent in the place of a refused event, one attempt after another.
  typealias Substitution = @Sendable (StreamEvent) -> [StreamEvent.Payload]

  /// Correct: a gap for an update, and an end with less in it for an end.
  static func byHand(_ run: DeliveryRun) async throws {
    try await follow(run, substituting: reduced)
  }

  @Sendable static func reduced(_ event: StreamEvent) -> [StreamEvent.Payload] {
    switch event.payload {
    case .update: [.gap(lost: 1)]
    case .gap: []
    case .complete(let answer):
      [
        .complete(FinalAnswer(text: answer.text, route: answer.route)),
        .failed(message: "too large"), .failed(message: ""),
      ]
    case .failed(let message): [.failed(message: String(message.prefix(10))), .failed(message: "")]
    case .cancelled: [.cancelled(reason: "")]
    }
  }

  private static func follow(
    _ run: DeliveryRun, substituting substitutes: @escaping Substitution
  ) async throws {
    try await run.follow { try await send($0, to: run.sink, substituting: substitutes) }
    try await run.sink.close()
  }

  /// Bug: a message of which five halves are refused is told to nobody.
  static func halvesFiveTimes(_ run: DeliveryRun) async throws {
    try await follow(run) { event in
      let halves = { (text: String) in (1...5).map { String(text.prefix(text.count >> $0)) } }
      return switch event.payload {
      case .failed(let text): halves(text).map { .failed(message: $0) }
      case .cancelled(let text): halves(text).map { .cancelled(reason: $0) }
      default: reduced(event)
      }
    }
  }

  /// Sends an event, or the first of its substitutes that is accepted.
  ///
  /// - Throws: the last refusal, if no form of an end is accepted.
  static func send(
    _ event: StreamEvent, to sink: RunSink, substituting substitutes: Substitution
  ) async throws {
    var refusal: StatusEncodingError?
    for payload in [event.payload] + substitutes(event) {
      var attempt = event
      attempt.payload = payload
      do {
        return try await sink.send(attempt)
      } catch let error as StatusEncodingError {
        refusal = error
      }
    }
    if event.payload.isTerminal, let refusal { throw refusal }
  }

  /// Bug: takes a refusal for the end of the connection.
  static func endsAtARefusal(_ run: DeliveryRun) async throws {
    try await run.follow { try await run.sink.send($0) }
  }

  /// Bug: closes properly at a refusal, and is done.
  static func closesAtARefusal(_ run: DeliveryRun) async throws {
    do {
      try await run.follow { try await run.sink.send($0) }
    } catch is StatusEncodingError {}
    try await run.sink.close()
  }

  /// Bug: tries the same event again and again.
  static func triesForEver(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      while true {
        do {
          return try await run.sink.send(event)
        } catch is StatusEncodingError {
          try await run.clock.sleep(for: .milliseconds(50))
        }
      }
    }
  }

  /// Bug: has patience for one refusal.
  static func endsAtTheSecondRefusal(_ run: DeliveryRun) async throws {
    let refused = RefusedEvents()
    try await run.follow { event in
      do {
        try await run.sink.send(event)
      } catch let error as StatusEncodingError {
        refused.append(event)
        if refused.events.count > 1, !event.payload.isTerminal { throw error }
        try await send(event, to: run.sink, substituting: reduced)
      }
    }
  }

  /// Bug: leaves a refused update out.
  static func leavesOut(_ run: DeliveryRun) async throws {
    try await follow(run) { event in event.payload.isTerminal ? reduced(event) : [] }
  }

  /// Bug: the gap counts the update after it as well.
  static func countsTwo(_ run: DeliveryRun) async throws {
    try await follow(run) { event in event.payload.isTerminal ? reduced(event) : [.gap(lost: 2)] }
  }

  /// Bug: the gap has the number of the event before it, the last that was sent.
  static func numbersTheGapBefore(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      do {
        try await run.sink.send(event)
      } catch is StatusEncodingError {
        guard case .update = event.payload else {
          return try await send(event, to: run.sink, substituting: reduced)
        }
        var gap = event
        gap.sequence = SequenceNumber(rawValue: event.sequence.rawValue - 1)
        gap.payload = .gap(lost: 1)
        try await send(gap, to: run.sink) { _ in [] }
      }
    }
  }

  /// Bug: tells of all refusals at the end.
  static func tellsAtTheEnd(_ run: DeliveryRun) async throws {
    let refused = RefusedEvents()
    try await run.follow { event in
      if event.payload.isTerminal {
        let count = refused.events.count
        if count > 0 {
          var gap = event
          gap.sequence = SequenceNumber(rawValue: event.sequence.rawValue - 1)
          gap.payload = .gap(lost: count)
          try await send(gap, to: run.sink) { _ in [] }
        }
        return try await send(event, to: run.sink, substituting: reduced)
      }
      do {
        try await run.sink.send(event)
      } catch is StatusEncodingError {
        refused.append(event)
      }
    }
  }

  /// Bug: closes where the end is refused.
  static func closesInsteadOfTheEnd(_ run: DeliveryRun) async throws {
    try await follow(run) { event in event.payload.isTerminal ? [] : reduced(event) }
  }

  /// Bug: whatever is refused at the end is told as a failure.
  static func failsEveryEnd(_ run: DeliveryRun) async throws {
    try await follow(run) { event in
      event.payload.isTerminal ? [.failed(message: "large"), .failed(message: "")] : reduced(event)
    }
  }

  /// Bug: a cancellation whose reason is refused is told as a failure with a shorter message.
  static func failsCancellations(_ run: DeliveryRun) async throws {
    try await follow(run) { event in
      switch event.payload {
      case .failed(let text), .cancelled(let text):
        [512, 64, 0].map { .failed(message: String(text.prefix($0))) }
      default: reduced(event)
      }
    }
  }

  /// Bug: cuts the answer short, and says nothing of it.
  static func cutsTheAnswer(_ run: DeliveryRun) async throws {
    try await follow(run) { event in
      guard case .complete(let answer) = event.payload else { return reduced(event) }
      return [.complete(FinalAnswer(text: String(answer.text.prefix(8)))), .failed(message: "")]
    }
  }

  /// Bug: waits for the end to become smaller.
  static func waitsForASmallerEnd(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      if !event.payload.isTerminal {
        return try await send(event, to: run.sink, substituting: reduced)
      }
      while true {
        do {
          return try await run.sink.send(event)
        } catch is StatusEncodingError {
          try await run.clock.sleep(for: .milliseconds(50))
        }
      }
    }
  }

  /// Bug: keeps a cursor for the viewer, and moves it at what was accepted at once alone.
  static func keepsTheCursorAtRefusals(_ run: DeliveryRun) async throws {
    let kept = run.shared { SharedCursor() }
    if run.resumeAfter == .zero || kept.value == .zero { kept.value = run.resumeAfter }
    try await run.follow(after: kept.value) { event in
      do {
        try await run.sink.send(event)
        kept.value = event.cursor
      } catch is StatusEncodingError {
        try await send(event, to: run.sink, substituting: reduced)
      }
    }
  }

  /// Bug: reminds a viewer who comes again of what was refused before.
  static func remindsOfRefusals(_ run: DeliveryRun) async throws {
    let refused = run.shared { RefusedEvents() }
    for event in refused.events where event.sequence <= run.resumeAfter.number {
      var gap = event
      gap.payload = .gap(lost: 1)
      try await run.sink.send(gap)
    }
    try await run.follow { event in
      do {
        try await run.sink.send(event)
      } catch is StatusEncodingError {
        refused.append(event)
        try await send(event, to: run.sink, substituting: reduced)
      }
    }
  }

  /// Bug: resumes one event too early where something was refused, to be safe.
  static func stepsBackAfterRefusals(_ run: DeliveryRun) async throws {
    let refused = run.shared { RefusedEvents() }
    let isSafe = refused.events.isEmpty
    let start = isSafe ? run.resumeAfter : run.resumeAfter.previous ?? run.resumeAfter
    try await run.follow(after: start) { event in
      do {
        try await run.sink.send(event)
      } catch is StatusEncodingError {
        refused.append(event)
        try await send(event, to: run.sink, substituting: reduced)
      }
    }
  }
}

/// The events that a server's sinks have refused.
private final class RefusedEvents: Sendable {
  private let list = Lock<[StreamEvent]>([])

  var events: [StreamEvent] { list.withLock { $0 } }

  func append(_ event: StreamEvent) { list.withLock { $0.append(event) } }
}
