import GoldenTranscripts
import StatusStreaming

extension SinkTrial {
  /// Lets events come together: one by one, in batches of one, of drawn sizes, or mixed with single
  /// ones.
  ///
  /// - Parameter isLong: whether there may be hundreds of them.
  func gathered(_ acts: [SinkAct], isLong: Bool, on stage: Stage) -> [SinkAct] {
    let ways: [Gathering] =
      isLong ? [.batches, .mixed, .ones, .batches] : [.single, .batches, .mixed, .ones]
    let way = stage.element(of: ways)
    guard way != .single else { return acts }
    let sizes =
      way == .ones ? [1] : isLong ? [.max, 3, .max, 10, 64, 2, .max, 200, 1] : [.max, 2, 1, 3]
    var rest = acts[...]
    var gathered: [SinkAct] = []
    while let act = rest.popFirst() {
      guard case .send(let event) = act, way != .mixed || stage.next(below: 2) == 1 else {
        gathered.append(act)
        continue
      }
      let size = stage.element(of: sizes)
      var batch = [event]
      gathering: while batch.count < size {
        switch rest.first {
        case .send(let next) where next.trace == event.trace: batch.append(next)
        case .wait(let duration): gathered.append(.wait(duration))
        default: break gathering
        }
        rest.removeFirst()
      }
      gathered.append(.batch(batch))
    }
    return gathered
  }

  private enum Gathering {
    case single
    case batches
    case mixed
    case ones
  }

  /// Sends events that are there together as a monitor does: what is not accepted is offered again,
  /// and the first by itself where none is.
  ///
  /// - Returns: Whether the sink lives.
  func send(
    _ events: [StreamEvent], to sink: inout Sink, over connection: WireConnection,
    toleratesErrors: Bool
  ) async -> Bool {
    var rest = events[...]
    while let first = rest.first, !Task.isCancelled {
      if connection.hasRunLong {
        connection.forget(rest)
        break
      }
      let batch = Array(rest)
      let (hasReturned, answer) = await connection.call(.batch(batch)) {
        try await sink.send(contentsOf: EventBatch(batch, of: first.trace))
      }
      guard hasReturned || toleratesErrors else { return false }
      var count = min(answer ?? 0, rest.count)
      if count < 1 {
        count = 1
        let isAlive = await send(
          first, to: &sink, over: connection, toleratesErrors: toleratesErrors)
        guard isAlive else { return false }
      }
      rest.removeFirst(count)
    }
    return true
  }

  /// Sends an event by itself; in the place of an update that is too large and refused a gap, where
  /// the format has one.
  ///
  /// - Returns: Whether the sink lives.
  func send(
    _ event: StreamEvent, to sink: inout Sink, over connection: WireConnection,
    toleratesErrors: Bool
  ) async -> Bool {
    if Task.isCancelled { return true }
    let isAccepted = await connection.call(.send(event)) { try await sink.send(event) }
    guard !isAccepted, toleratesErrors, isTooLarge(event), event.sequence != Self.strayNumber else {
      return isAccepted || toleratesErrors
    }
    var gap = event
    gap.payload = .gap(lost: 1)
    let substitute = observes.contains(.gaps) ? gap : nil
    connection.replace(event, by: substitute)
    if let substitute {
      _ = await connection.call(.send(substitute)) { try await sink.send(substitute) }
    }
    return true
  }
}
