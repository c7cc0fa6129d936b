import ReferenceScenarios
import StatusStreaming

extension SinkTrial {
  /// Draws what each connection of a run is asked to do.
  func acts(for plan: SinkPlan, on stage: Stage) -> [[SinkAct]] {
    switch plan {
    case .oversize: return oversize(on: stage)
    case .lengths: return [lengths(on: stage)]
    default:
      // A bound may count what comes together as one.
      let isLong = plan == .backlog || plan == .flooded
      return scripts(for: plan, on: stage).map { gathered($0, isLong: isLong, on: stage) }
    }
  }

  private func scripts(for plan: SinkPlan, on stage: Stage) -> [[SinkAct]] {
    switch plan {
    case .connections:
      ["run-1", "run-2"].map { trace in
        acts(sending: events(of: trace, plan, on: stage, marker: "\(trace): "), on: stage)
      }
    case .traces: [interleaved(on: stage)]
    case .flooded:
      [
        (1...(holding + 16)).map { .send(event($0, .update(.thinking("Message \($0)")))) }
          + [.close]
      ]
    default: [acts(for: plan, sending: events(of: "run-1", plan, on: stage), on: stage)]
    }
  }

  private func acts(
    for plan: SinkPlan, sending events: [StreamEvent], on stage: Stage
  ) -> [SinkAct] {
    var events = events
    var missed: ArraySlice<StreamEvent> = []
    switch plan {
    case .abandoned: events.removeLast()
    case .gap: drop(from: &events, on: stage)
    case .refusals:
      for index in events.indices.dropLast() where stage.next(below: 3) == 1 {
        events[index].payload = tooLarge
      }
      if !events.contains(where: isTooLarge) { events[events.count / 2 - 1].payload = tooLarge }
    case .plain, .failing, .cancelledRun:
      // A connection that goes on where another one was cut begins with a higher number.
      missed = events.prefix(stage.next(below: 3))
      events.removeFirst(missed.count)
    default: break
    }
    let large = plan == .heartbeats ? enlargeOne(of: &events, on: stage) : nil
    var acts = acts(sending: events, beating: plan == .heartbeats, on: stage)
    if let large, let place = acts.firstIndex(where: { $0.events == [events[large]] }) {
      acts.insert(.heartbeat, at: place + 1)
    }
    if !missed.isEmpty { acts.insert(.snapshot(TraceSnapshot(of: Array(missed))), at: 0) }
    // A timer that fires late, which sinks without heartbeats have to bear as well.
    if [.plain, .failing, .cancelledRun].contains(plan), stage.next(below: 2) == 1 {
      acts.insert(.heartbeat, at: acts.count - 1)
    }
    return acts
  }

  private func acts(
    sending events: [StreamEvent], beating: Bool = false, on stage: Stage
  ) -> [SinkAct] {
    var acts: [SinkAct] = []
    // A heartbeat may be left out where something was written a moment ago.
    var silences = beating ? 3 : 0
    for event in events {
      let pause: Duration = stage.element(of: [
        .zero, .milliseconds(30), .zero, .milliseconds(7), .milliseconds(120),
      ])
      if pause > .zero { acts.append(.wait(stage.isReal ? pause / 10 : pause)) }
      if beating, stage.next(below: 3) != 1 {
        if silences > 0 {
          // A server's timer may beat more often than it has to.
          let count = stage.element(of: [1, 4])
          for _ in 1..<count { acts += [.wait(alertness * 2 / 5), .heartbeat] }
          acts.append(.wait(count == 1 ? alertness + alertness / 5 : alertness * 2 / 5))
        }
        acts.append(.heartbeat)
        // What the next event writes is no heartbeat.
        if silences > 0 { acts.append(.wait(alertness / 10)) }
        silences -= 1
      }
      acts.append(.send(event))
    }
    return acts + [.close]
  }

  private func events(
    of trace: TraceID, _ plan: SinkPlan, on stage: Stage, marker: String = ""
  ) -> [StreamEvent] {
    let ending: AgentScript.Ending =
      switch plan {
      case .failing: .failed
      case .cancelledRun: .cancelled
      default:
        plan.content == .plain
          ? .complete : stage.element(of: [.complete, .failed, .cancelled])
      }
    let count = plan == .backlog ? stage.element(of: [6, 128, 1, 30, 257, 64, 2, 65, 300, 130]) : 4
    let script = AgentScript.drawn(
      on: stage, plan.content, count: count, fewest: plan == .backlog ? nil : 2, ending: ending,
      marker: marker)
    return script.events(of: trace).map { event in
      var event = plan == .unicode ? fitting(event) : event
      if plan == .epochs { event.epoch = "b7" }
      return event
    }
  }

  /// An event, or one with less text where that may be refused as too large.
  private func fitting(_ event: StreamEvent) -> StreamEvent {
    guard capabilities.contains(.sizeLimit), let sizeLimit, 4 * event.textSize + 500 > sizeLimit
    else { return event }
    var event = event
    switch event.payload {
    case .update: event.payload = .update(.thinking("日 (\(event.sequence))"))
    case .gap: break
    case .complete: event.payload = .complete(FinalAnswer(text: "日"))
    case .failed: event.payload = .failed(message: "日")
    case .cancelled: event.payload = .cancelled(reason: "日")
    }
    return event
  }

  private func event(_ number: Int, _ payload: StreamEvent.Payload) -> StreamEvent {
    StreamEvent(
      trace: "run-1", sequence: SequenceNumber(rawValue: number), payload: payload)
  }

  /// Lets an early update be so large that some of it may wait to be written when a heartbeat comes.
  ///
  /// - Returns: its place; `nil` if there is none.
  private func enlargeOne(of events: inout [StreamEvent], on stage: Stage) -> Int? {
    let size = stage.element(of: [0, 5_000, 20_000, 70_000, 2_000])
    guard size > 0 else { return nil }
    let index = stage.next(below: 2)
    let limit = capabilities.contains(.sizeLimit) ? sizeLimit.map { $0 / 4 } : nil
    let text = String(repeating: "word ", count: min(size, limit ?? .max) / 5)
    events[index].payload = .update(.thinking(text + "(\(events[index].sequence))"))
    return index
  }

  /// Puts a gap in the place of some updates.
  private func drop(from events: inout [StreamEvent], on stage: Stage) {
    let updates = events.count - 1
    let start = stage.next(below: updates)
    let count = 1 + stage.next(below: updates - start)
    let gap = StreamEvent(
      trace: events[start].trace, sequence: events[start + count - 1].sequence,
      payload: .gap(lost: count))
    events.replaceSubrange(start..<(start + count), with: [gap])
  }

  private func interleaved(on stage: Stage) -> [SinkAct] {
    var first = events(of: "run-1", .traces, on: stage)[...]
    var second = events(of: "run-2", .traces, on: stage, marker: "second: ")[...]
    var events: [StreamEvent] = []
    // In the plainest case the second begins when the first has ended.
    let isBehind = stage.next(below: 2) == 0
    if isBehind { (events, first) = (Array(first), []) }
    while !first.isEmpty || !second.isEmpty {
      let takesSecond = first.isEmpty || (!second.isEmpty && stage.next(below: 2) == 1)
      if let event = takesSecond ? second.popFirst() : first.popFirst() { events.append(event) }
    }
    var acts = acts(sending: events, on: stage)
    // A connection is idle as long as any of its traces is open.
    if isBehind, capabilities.contains(.heartbeats),
      let end = acts.lastIndex(where: { !$0.events.isEmpty })
    {
      let silence = [SinkAct.wait(alertness + alertness / 5), .heartbeat, .wait(alertness / 10)]
      acts.insert(contentsOf: silence, at: end)
    }
    return acts
  }

  /// A run with an update that is too large, and the same without it.
  private func oversize(on stage: Stage) -> [[SinkAct]] {
    var events = events(of: "run-1", .oversize, on: stage)
    let whole = acts(sending: events, on: stage)
    events.insert(event(Self.strayNumber.rawValue, tooLarge), at: stage.next(below: events.count))
    return [acts(sending: events, on: stage), whole]
  }

  /// The number of an update that is too large and not told of by a gap.
  static var strayNumber: SequenceNumber { 1_000 }

  private var tooLarge: StreamEvent.Payload {
    .update(.thinking(String(repeating: "x", count: (sizeLimit ?? 0) + 1)))
  }

  /// Messages around the sizes at which a frame's length takes more bytes.
  private func lengths(on stage: Stage) -> [SinkAct] {
    let probe = event(1, .update(.thinking(String(repeating: "a", count: 10))))
    let isLarge = (sizeLimit ?? .max) > 100_000 && stage.happens(onceIn: 2)
    let sizes = isLarge ? [65_535, 65_536] : [125, 126, 127]
    return [.send(probe)] + sizes.map { .sized($0) } + [.close]
  }
}
