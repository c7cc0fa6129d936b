/// One connection that speaks AG-UI 1.0: what its client has been shown, and what is told next.
///
/// The protocol describes a run by brackets, of steps, messages and the run itself, and by snapshots
/// with changes to them, so that an event of a trace is told as several of its events, by what came
/// before. What a client was shown is a ``TraceSnapshot``.
struct AGUIStream: Sendable {
  let run: AGUIRun
  /// How the trace stands for the client; `nil` before the beginning was told.
  var shown: TraceSnapshot?
  /// How the trace stands after an update that was refused last.
  private(set) var refused: TraceSnapshot?

  init(_ run: AGUIRun) {
    self.run = run
  }

  /// Tells how the trace stands: at the beginning all of it, later what is to be known after losses.
  mutating func encode(_ snapshot: TraceSnapshot, to output: inout AGUIOutput) {
    if let shown {
      let changes = Self.resynchronization(from: shown, to: snapshot)
      self.shown = snapshot
      write(
        changes, at: snapshot.time, to: &output)
    } else {
      begin(at: snapshot, to: &output)
    }
  }

  private mutating func begin(at snapshot: TraceSnapshot, to output: inout AGUIOutput) {
    let fresh = TraceSnapshot(of: snapshot.trace)
    shown = snapshot
    write(
      [.runStarted] + Self.resynchronization(from: fresh, to: snapshot), at: snapshot.time,
      to: &output)
  }

  /// Tells an event; after a throw nothing was written and the connection is as it was.
  mutating func encode(
    _ event: borrowing StreamEvent, to output: inout AGUIOutput
  ) throws(StatusEncodingError) {
    try event.checkDepth()
    let mark = output.mark
    let isFresh = shown == nil
    let before = event.payload.isGap ? shown : nil
    if isFresh { begin(at: .unknown(event.trace, at: event.cursorBefore), to: &output) }
    do throws(StatusEncodingError) {
      try append(event, to: &output)
    } catch {
      output.truncate(to: mark)
      if case .update = event.payload {
        refused = shown
        refused?.apply(event)
      }
      if isFresh || before != nil { shown = before }
      throw error
    }
    refused = nil
    shown?.cursor = event.cursor
    shown?.time = event.time
  }

  private mutating func append(
    _ event: borrowing StreamEvent, to output: inout AGUIOutput
  ) throws(StatusEncodingError) {
    switch event.payload {
    case .update(let update):
      try write(update, of: event, to: &output)
      shown?.apply(update)
    case .gap(let lost):
      // It may have been told already how the trace stands.
      if shown?.cursor != event.cursor { encode(state(after: event, lost: lost), to: &output) }
      try write([.gap(lost: lost)], of: event, to: &output)
    case .complete(let answer):
      let ending: [AGUIEvent] = [
        .textStarted, .text(answer.text), .textEnded, .runComplete(answer),
      ]
      try write(closings + ending, of: event, to: &output)
    case .cancelled(let reason):
      try write(closings + [.runCancelled(reason: reason)], of: event, to: &output)
    case .failed(let message):
      try write([.runFailed(message: message)], of: event, to: &output)
    }
  }

  /// What ends the steps that are open.
  private var closings: [AGUIEvent] { shown?.openSteps.map(\.ended) ?? [] }
}

extension AGUIStream {
  /// How the trace stands after a gap of which nobody has said more.
  func state(after gap: borrowing StreamEvent, lost: Int) -> TraceSnapshot {
    // The update that the gap stands for may be one that was too large to be told.
    if lost == 1, let refused, refused.cursor == gap.cursor { return refused }
    var state = TraceSnapshot.unknown(gap.trace, at: gap.cursor)
    state.time = gap.time
    return state
  }

  /// What brings a client from one state to another.
  ///
  /// Steps are ended before others begin, since a name may have passed from one to another.
  static func resynchronization(
    from shown: TraceSnapshot, to state: TraceSnapshot
  ) -> [AGUIEvent] {
    var events: [AGUIEvent] = []
    if state.plan != nil || !state.isComplete { events.append(.plan(state.plan)) }
    if state.update != nil || !state.isComplete { events.append(.status(state.update)) }
    events += shown.openSteps.filter { !state.openSteps.contains($0) }.map(\.ended)
    events += state.openSteps.filter { !shown.openSteps.contains($0) }.map(\.begun)
    return events
  }

}

extension TraceSnapshot.OpenStep {
  fileprivate var ended: AGUIEvent { .stepFinished(self) }
  fileprivate var begun: AGUIEvent { .stepStarted(self) }
}

extension StreamEvent {
  /// Where a client is that has everything before the event.
  var cursorBefore: Cursor {
    var number = max(sequence.rawValue - 1, 0)
    if case .gap(let lost) = payload { number = max(sequence.rawValue - lost, 0) }
    return number == 0 ? .zero : Cursor(SequenceNumber(rawValue: number), in: epoch)
  }
}

extension AGUIStream {
  /// Writes what is told again, of which what is too large is told with less in it.
  mutating func write(_ told: [AGUIEvent], at time: Duration, to output: inout AGUIOutput) {
    guard let trace = shown?.trace else { return }
    let timestamp = run.timestamp(at: time)
    var events: [AGUIEvent] = []
    for event in told {
      if let fitting = fit(event, at: timestamp, in: trace, to: &output) { events.append(fitting) }
    }
    for event in events {
      _ = output.append(
        event, of: run, trace: trace, at: timestamp, cursor: nil, isRestated: true)
    }
  }

  /// The event itself, or as much of it as there is room for; `nil` if it has to be left out.
  ///
  /// The client then does not know it, so that nothing is told that builds on it.
  private mutating func fit(
    _ event: AGUIEvent, at timestamp: Int, in trace: TraceID, to output: inout AGUIOutput
  ) -> AGUIEvent? {
    if output.limit == .max { return event }
    let size = output.size(
      of: event, of: run, trace: trace, at: timestamp, isRestated: true)
    guard size > output.limit else { return event }
    switch event {
    case .plan(let plan):
      shown?.plan = nil
      shown?.isComplete = false
      return plan == nil ? nil : fit(.plan(nil), at: timestamp, in: trace, to: &output)
    case .status(let update?) where update.message != nil:
      var shorter = update
      shorter.message = nil
      return fit(.status(shorter), at: timestamp, in: trace, to: &output)
    case .status: return nil
    case .stepStarted(let step):
      shown?.openSteps.removeAll { $0.name == step.name }
      return nil
    default: return event
    }
  }

  /// Writes what an event of the trace amounts to.
  ///
  /// - Throws: ``StatusEncodingError`` if one of its events is too large, or a step's end would be, having
  ///   written some of them.
  func write(
    _ told: [AGUIEvent], of event: borrowing StreamEvent, to output: inout AGUIOutput
  ) throws(StatusEncodingError) {
    let timestamp = run.timestamp(at: event.time)
    for (index, one) in told.enumerated() {
      try write(one, of: event, at: timestamp, isLast: index == told.count - 1, to: &output)
    }
  }

  /// Writes what an update amounts to: what it changes, and at last what it says.
  func write(
    _ update: StatusUpdate, of event: borrowing StreamEvent, to output: inout AGUIOutput
  ) throws(StatusEncodingError) {
    let timestamp = run.timestamp(at: event.time)
    var planSteps: [(index: Int, status: RoadmapStep.Status)] = []
    for change in shown?.changes(by: update) ?? [] {
      let told: AGUIEvent
      switch change {
      case .planStep(let index, let status):
        planSteps.append((index, status))
        continue
      case .plan(let steps): told = .plan(steps)
      case .stepBegan(let step): told = step.begun
      case .stepEnded(let step, let hasFailed):
        told = .stepFinished(step, error: hasFailed ? update.message ?? "" : nil)
      }
      try write(told, of: event, at: timestamp, isLast: false, to: &output)
    }
    if !planSteps.isEmpty {
      try write(.planSteps(planSteps), of: event, at: timestamp, isLast: false, to: &output)
    }
    try write(.status(update), of: event, at: timestamp, isLast: true, to: &output)
  }

  private func write(
    _ told: AGUIEvent, of event: borrowing StreamEvent, at timestamp: Int, isLast: Bool,
    to output: inout AGUIOutput
  ) throws(StatusEncodingError) {
    var size = output.append(
      told, of: run, trace: event.trace, at: timestamp, cursor: isLast ? event.cursor : nil,
      isRestated: false)
    if case .stepStarted(let step) = told, output.limit < .max {
      // What can't be ended is not begun.
      size = max(
        size,
        output.size(
          of: .stepFinished(step), of: run, trace: event.trace,
          at: run.timestamp(at: .seconds(Int64.max)), isRestated: true))
    }
    guard size <= output.limit else {
      throw StatusEncodingError(.tooLarge(size: size, limit: output.limit), event)
    }
  }
}

/// Where a connection's AG-UI events are written, each by itself: as a block of an event stream, or as
/// the text of a message.
struct AGUIOutput {
  enum Framing {
    /// `data:` with the event, and `id:` where a client has all that belongs to a trace's event.
    case blocks
    /// The event alone, which then says itself where its client is.
    case messages
  }

  let framing: Framing
  /// The most bytes of a block or a message.
  let limit: Int
  private(set) var bytes: [UInt8]
  /// Where each message ends.
  private(set) var ends: [Int] = []

  init(_ framing: Framing, limit: Int, after bytes: consuming [UInt8] = []) {
    self.framing = framing
    self.limit = limit
    self.bytes = bytes
  }

  /// The messages.
  var messages: [ArraySlice<UInt8>] {
    zip([0] + ends, ends).map { bytes[$0..<$1] }
  }

  /// What was written, which is taken out.
  mutating func takeBytes() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  var mark: (size: Int, messages: Int) { (bytes.count, ends.count) }

  /// Takes out what was written since a mark.
  mutating func truncate(to mark: (size: Int, messages: Int)) {
    bytes.truncate(to: mark.size)
    ends.removeSubrange(mark.messages...)
  }

  /// Writes an event.
  ///
  /// - Returns: how many bytes it takes.
  mutating func append(
    _ event: AGUIEvent, of run: AGUIRun, trace: TraceID, at timestamp: Int, cursor: Cursor?,
    isRestated: Bool
  ) -> Int {
    let start = bytes.count
    switch framing {
    case .blocks:
      if let cursor {
        bytes.append("id: ")
        bytes.append(cursor: cursor)
        bytes.append(UInt8(ascii: "\n"))
      }
      bytes.append("data: ")
      event.appendJSON(
        to: &bytes, of: run, trace: trace, at: timestamp, cursor: nil, isRestated: isRestated)
      bytes.append("\n\n")
    case .messages:
      event.appendJSON(
        to: &bytes, of: run, trace: trace, at: timestamp, cursor: cursor, isRestated: isRestated)
      ends.append(bytes.count)
    }
    return bytes.count - start
  }

  /// How many bytes an event would take.
  mutating func size(
    of event: AGUIEvent, of run: AGUIRun, trace: TraceID, at timestamp: Int, isRestated: Bool
  ) -> Int {
    let mark = mark
    defer { truncate(to: mark) }
    return append(event, of: run, trace: trace, at: timestamp, cursor: nil, isRestated: isRestated)
  }
}
