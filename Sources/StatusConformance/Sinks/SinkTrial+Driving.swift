import GoldenTranscripts
import StatusStreaming

extension SinkTrial {
  /// Does with a sink what a monitor does: one call after the other, no further send once the task
  /// is cancelled, and nothing once a call has thrown, unless an update may be too large.
  func drive(_ acts: [SinkScript.Act], over connection: WireConnection) async {
    var sink = await makeSink(Wire(connection: connection))
    connection.noteMaking()
    var ruler = SizeRuler(over: connection, in: format)
    for act in acts {
      var isAlive = true
      connection.stage.allow(work: act.work)
      switch act {
      case .wait(let duration): try? await connection.stage.clock.sleep(for: duration)
      case .close: isAlive = await connection.call(.close) { try await sink.close() }
      case _ where Task.isCancelled: continue
      case .heartbeat: isAlive = await connection.call(.heartbeat) { try await sink.heartbeat() }
      case .send(let event):
        ruler.begin(event)
        isAlive = await offer(event, to: &sink, over: connection)
      case .batch(let events): isAlive = await offer(events, to: &sink, over: connection)
      case .fill(var event, let size, let letter):
        let text = ruler.text(of: letter, filling: size, with: event)
        event.payload = .update(.thinking(text ?? SizeRuler.text(of: size / 2)))
        ruler.begin(event)
        connection.replace(event, by: event)
        if text != nil, size == sizeLimit {
          connection.update { view in
            _ = view.largest[event.trace, default: []].insert(event.sequence)
          }
        }
        isAlive = await offer(event, to: &sink, over: connection)
      }
      if !isAlive { return }
    }
  }

  /// Offers events that are there together, those again that were not accepted.
  ///
  /// - Returns: Whether the sink lives.
  private func offer(
    _ events: [StreamEvent], to sink: inout Sink, over connection: WireConnection
  ) async -> Bool {
    var rest = events[...]
    while let first = rest.first, !Task.isCancelled {
      let batch = Array(rest)
      let (hasReturned, answer) = await connection.call(.batch(batch)) {
        try await sink.send(contentsOf: EventBatch(batch, of: first.trace))
      }
      if !hasReturned, connection.isOver || !batch.contains(where: mayBeTooLarge) { return false }
      if let answer, answer > 0 {
        rest.removeFirst(min(answer, rest.count))
      } else {
        guard await offer(first, to: &sink, over: connection) else { return false }
        rest.removeFirst()
      }
    }
    return true
  }

  /// Offers an event, and what stands for it if it is refused as too large.
  ///
  /// - Returns: Whether the sink lives.
  private func offer(
    _ event: StreamEvent, to sink: inout Sink, over connection: WireConnection
  ) async -> Bool {
    if await connection.call(.send(event), { try await sink.send(event) }) { return true }
    guard mayBeTooLarge(event), !connection.isOver else { return false }
    let substitute = substitute(for: event)
    connection.replace(event, by: substitute)
    guard let substitute, !Task.isCancelled else { return true }
    return await connection.call(.send(substitute)) { try await sink.send(substitute) }
  }

  /// What is sent in place of an event that was refused, if anything is.
  private func substitute(for event: StreamEvent) -> StreamEvent? {
    var substitute = event
    switch event.payload {
    case .update:
      guard observes.contains(.gaps) else { return nil }
      substitute.payload = .gap(lost: 1)
    case .gap: return nil
    case .complete: substitute.payload = .failed(message: "too large")
    case .failed: substitute.payload = .failed(message: "")
    case .cancelled: substitute.payload = .cancelled(reason: "")
    }
    return substitute
  }

  /// Whether an event may have more bytes than are allowed, in whatever format it is written.
  func mayBeTooLarge(_ event: StreamEvent) -> Bool {
    guard capabilities.contains(.sizeLimit), let sizeLimit else { return false }
    // A byte takes twelve at most, in JSON's longest escapes and then in hexadecimal.
    return event.textSize * 12 + 1_000 > sizeLimit
  }

  /// Whether an event has more bytes than are allowed, in whatever format it is written.
  func isTooLarge(_ event: StreamEvent) -> Bool {
    guard capabilities.contains(.sizeLimit), let sizeLimit,
      case .update(let update) = event.payload
    else { return false }
    return (update.message ?? "").utf8.count > sizeLimit
  }
}

extension SinkScript.Act {
  /// What may be spent on it: some sinks write each byte by itself, others look again and again
  /// whether there is room.
  fileprivate var work: Int {
    switch self {
    case .wait(let duration): Int(min(duration, .seconds(600)).components.seconds) * 50
    case .send(let event): min(1 + event.textSize / 10, 10_000)
    case .batch(let events): min(events.reduce(0) { $0 + 20 + $1.textSize / 10 }, 10_000)
    case .fill(_, let size, _): size / 10
    case .heartbeat, .close: 0
    }
  }
}

extension StreamEvent {
  /// The bytes of all texts, and some for each part that has a name.
  var textSize: Int {
    switch payload {
    case .update(let update):
      let steps = update.roadmap ?? []
      return steps.reduce((update.message ?? "").utf8.count) { sum, step in
        sum + step.name.utf8.count + step.description.utf8.count + 100
      }
    case .gap: return 0
    case .complete(let answer): return ObservedEvent.Content.complete(answer).texts.count
    case .failed(let text), .cancelled(let text): return text.utf8.count
    }
  }
}
