/// What a sink has taken of a batch.
struct Acceptance {
  /// How many of its first events.
  let count: Int
  /// Whether the viewer was told of a gap; `nil` if it was told what there was.
  var isGap: Bool?
}

/// A delivery's sink, together with what the delivery has to know of it.
struct DeliverySink<Sink: StatusSink, C: Clock> where C.Duration == Duration {
  private(set) var sink: Sink
  /// When something was last written, at first when the delivery began.
  private(set) var lastWrite: Duration
  /// How many updates are missing without the viewer's being told.
  private(set) var untoldLosses = 0
  private(set) var isUsed = false
  /// What the calls are timed with; `nil` if they may take for ever.
  var timer: SinkTimer?
  private let clock: DeliveryClock<C>
  private let isTimed: Bool

  /// - Parameter isTimed: whether anybody asks for ``lastWrite``; to read a clock after every event
  ///   can cost more than the rest.
  init(_ sink: Sink, clock: DeliveryClock<C>, isTimed: Bool) {
    self.sink = sink
    self.clock = clock
    self.isTimed = isTimed
    lastWrite = isTimed ? clock.now : .zero
  }

  /// Sends a batch's events in order until the task is cancelled, taking out those that the sink has
  /// accepted and moving the source's cursor past them.
  mutating func send(
    _ batch: inout EventBatch, of source: inout some EventSource
  ) async throws(DeliveryInterruption) {
    while !batch.isEmpty {
      let acceptance = try await offer(&batch, isOverdue: source.isOverdue)
      note(acceptance, of: &batch, from: &source)
    }
  }

  /// Sends as many of a batch's first events as the sink takes at once.
  @inline(__always)
  mutating func offer(
    _ batch: inout EventBatch, isOverdue: Bool
  ) async throws(DeliveryInterruption) -> Acceptance {
    if Task.isCancelled { throw DeliveryInterruption(ending: .cancelled) }
    if isOverdue { throw DeliveryInterruption(ending: .draining) }
    isUsed = true
    do {
      if timer != nil { beginCall() }
      let count = try await sink.send(contentsOf: batch)
      if timer != nil { endCall() }
      if count > 0 { return Acceptance(count: count) }
    } catch {
      endCall()
      _ = try Self.refusal(error)
    }
    return Acceptance(count: 1, isGap: try await sendFirst(of: &batch))
  }

  /// Shows how the trace stands.
  mutating func show(
    _ snapshot: TraceSnapshot?, isOverdue: Bool
  ) async throws(DeliveryInterruption) {
    guard let snapshot else { return }
    if Task.isCancelled { throw DeliveryInterruption(ending: .cancelled) }
    if isOverdue { throw DeliveryInterruption(ending: .draining) }
    isUsed = true
    do {
      beginCall()
      defer { endCall() }
      try await sink.send(snapshot)
    } catch {
      // Events can be told without it.
      _ = try Self.refusal(error)
    }
    noteWrite()
  }

  // What holds events is handled in functions that do not wait: theirs is not the task's stack.
  @inline(never)
  private mutating func note(
    _ acceptance: Acceptance, of batch: inout EventBatch, from source: inout some EventSource
  ) {
    source.noteDelivery(of: take(acceptance, from: &batch))
  }

  /// Takes out what the sink has accepted.
  @inline(__always)
  mutating func take(_ acceptance: Acceptance, from batch: inout EventBatch) -> DeliveredEvents {
    let count = min(acceptance.count, batch.count)
    let gaps = acceptance.isGap ?? batch.beginsWithGap ? 1 : 0
    noteWrite()
    let (cursor, isTerminal) = batch.removeFirst(count)
    return DeliveredEvents(
      trace: batch.trace, count: count, gaps: gaps, cursor: cursor, isTerminal: isTerminal)
  }

  /// Takes note that something has been written just now.
  mutating func noteWrite() {
    if isTimed { lastWrite = clock.now }
  }

  /// Sends a batch's first event by itself or, if it is refused, what stands for it.
  ///
  /// - Returns: whether the viewer was told of a gap instead; `nil` if the event was accepted.
  private mutating func sendFirst(
    of batch: inout EventBatch
  ) async throws(DeliveryInterruption) -> Bool? {
    guard let event = batch.first, let (error, refusal) = try await refusal(of: event) else {
      return nil
    }
    var latest = refusal
    var substitutes = Substitutes(for: event, refused: refusal)
    while let substitute = substitutes.next(after: latest) {
      guard let next = try await self.refusal(of: substitute) else {
        return substitute.payload.isGap
      }
      latest = next.refusal
    }
    switch event.payload {
    case .update: untoldLosses += 1
    // A foreign buffer may say any number.
    case .gap(let lost): untoldLosses = max(untoldLosses &+ max(lost, 0), untoldLosses)
    // Nothing was written, so the sink can be closed.
    case .complete, .failed, .cancelled: throw DeliveryInterruption(ending: .sinkFailed(error))
    }
    return false
  }

  /// Sends an event, unless the task is cancelled.
  ///
  /// - Returns: why the sink's encoder refuses it; `nil` if it was accepted.
  private mutating func refusal(
    of event: StreamEvent
  ) async throws(DeliveryInterruption) -> (error: any Error, refusal: EventRefusal)? {
    if Task.isCancelled { throw DeliveryInterruption(ending: .cancelled) }
    do {
      beginCall()
      defer { endCall() }
      try await sink.send(event)
      return nil
    } catch {
      return (error, try Self.refusal(error))
    }
  }

  mutating func heartbeat() async throws(DeliveryInterruption) {
    if Task.isCancelled { throw DeliveryInterruption(ending: .cancelled) }
    isUsed = true
    do {
      beginCall()
      defer { endCall() }
      try await sink.heartbeat()
    } catch {
      // One that is refused was not written; there is another time.
      _ = try Self.refusal(error)
    }
    lastWrite = clock.now
  }

  /// Closes the sink.
  ///
  /// - Returns: what it throws.
  mutating func close() async -> (any Error)? {
    beginCall()
    defer { endCall() }
    do {
      try await sink.close()
      return nil
    } catch {
      return error
    }
  }

  @inline(never)
  private func beginCall() { timer?.begin(at: clock.now) }

  @inline(never)
  private func endCall() { timer?.end() }

  /// Reads a sink's error, unless it means that the sink has failed.
  @inline(never)
  private static func refusal(_ error: any Error) throws(DeliveryInterruption) -> EventRefusal {
    guard let refusal = EventRefusal(error) else { throw interruption(by: error) }
    return refusal
  }

  /// A writer that gives up because the delivery's own task was cancelled has not failed, whatever
  /// it throws: transports have errors of their own for that.
  static func interruption(by error: any Error) -> DeliveryInterruption {
    DeliveryInterruption(
      ending: Task.isCancelled ? .cancelled : .sinkFailed(error), isSinkDead: true)
  }
}

/// What a viewer is sent in place of an event that its encoder refuses, one attempt after another.
///
/// An update, which is then lost, becomes a gap of one with its number, so that a resume goes past it.
/// The end is never lost: what makes it large is left out, and if that is not enough the trace ends
/// with the reason. A gap has no substitute.
struct Substitutes {
  private var rest: [StreamEvent.Payload]
  private var message: ShortenedText?
  private let event: StreamEvent

  init(for event: StreamEvent, refused refusal: EventRefusal) {
    self.event = event
    switch event.payload {
    case .update: rest = [.gap(lost: 1)]
    case .gap: rest = []
    case .complete(let answer): rest = Self.reductions(of: answer, refused: refusal)
    case .failed(let text):
      message = ShortenedText(text)
      rest = [.failed(message: "")]
    case .cancelled(let text):
      message = ShortenedText(text)
      rest = [.cancelled(reason: "")]
    }
  }

  /// The next event to try; `nil` if nothing is left.
  ///
  /// - Parameter refusal: why the one before was refused.
  mutating func next(after refusal: EventRefusal) -> StreamEvent? {
    var substitute = event
    if let text = message?.shorten(after: refusal) {
      let isCancellation = if case .cancelled = event.payload { true } else { false }
      substitute.payload = isCancellation ? .cancelled(reason: text) : .failed(message: text)
      return substitute
    }
    guard !rest.isEmpty else { return nil }
    substitute.payload = rest.removeFirst()
    return substitute
  }

  /// The answer without its artifacts, without its metadata, without both, which its metadata then
  /// says; at last the reason why there is none.
  private static func reductions(
    of answer: FinalAnswer, refused refusal: EventRefusal
  ) -> [StreamEvent.Payload] {
    var payloads: [StreamEvent.Payload] = []
    if !answer.artifacts.isEmpty {
      var reduced = answer
      reduced.artifacts = [:]
      reduced.metadata["omitted"] = "artifacts"
      payloads.append(.complete(reduced))
    }
    if !answer.metadata.isEmpty {
      var reduced = answer
      reduced.metadata = ["omitted": "metadata"]
      payloads.append(.complete(reduced))
    }
    if !answer.artifacts.isEmpty, !answer.metadata.isEmpty {
      payloads.append(
        .complete(
          FinalAnswer(
            text: answer.text, route: answer.route,
            metadata: ["omitted": "artifacts and metadata"])))
    }
    let reasons = ["the answer could not be sent: \(refusal)", "the answer could not be sent", ""]
    return payloads + reasons.map { .failed(message: $0) }
  }
}

/// A text that is cut until it fits into an event of a limited size.
private struct ShortenedText {
  private static let mark = "…"
  private static let mostTries = 8

  private let text: String
  /// How many bytes of UTF-8 were left at the last try, the mark among them.
  private var room: Int
  private var tries = 0

  init(_ text: String) {
    self.text = text
    room = text.utf8.count
  }

  /// What is left of the text, with a mark behind it; `nil` if nothing is, or nobody says by how much it is
  /// too large.
  ///
  /// To cut what is too much is always enough, since no byte is written as less than one; but of a text with
  /// escapes it may be more than there is. Such a text is cut by the proportion first.
  mutating func shorten(after refusal: EventRefusal) -> String? {
    guard case .tooLarge(let size, let limit) = refusal, limit > 0, size > limit,
      tries < Self.mostTries
    else { return nil }
    tries += 1
    let sure = room - (size - limit)
    let likely = Int(Double(room) * (Double(limit) / Double(size)))
    room = min(sure >= likely - likely / 10 ? sure : likely, room - 1)
    guard room > Self.mark.utf8.count else { return nil }
    return text.prefix(maximumUTF8Count: room - Self.mark.utf8.count) + Self.mark
  }
}
