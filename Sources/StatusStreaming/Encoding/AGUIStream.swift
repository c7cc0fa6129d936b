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
        AGUIGroup(events: changes, time: snapshot.time, cursor: nil),
        to: &output)
    } else {
      begin(at: snapshot, to: &output)
    }
  }

  private mutating func begin(at snapshot: TraceSnapshot, to output: inout AGUIOutput) {
    let fresh = TraceSnapshot(of: snapshot.trace)
    shown = snapshot
    write(
      AGUIGroup(
        events: [.runStarted] + Self.resynchronization(from: fresh, to: snapshot),
        time: snapshot.time, cursor: nil),
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
    guard let shown else { return }
    var group = AGUIGroup(events: [], time: event.time, cursor: event.cursor)
    switch event.payload {
    case .update(let update):
      let changes = shown.changes(by: update)
      group.events = Self.events(telling: changes, of: update)
      try write(group, of: event, to: &output)
      self.shown?.apply(update)
    case .gap(let lost):
      group.events = [.gap(lost: lost)]
      // It may have been told already how the trace stands.
      if shown.cursor != event.cursor { encode(state(after: event, lost: lost), to: &output) }
      try write(group, of: event, to: &output)
    case .complete(let answer):
      group.events =
        shown.closings + [.textStarted, .text(answer.text), .textEnded, .runComplete(answer)]
      try write(group, of: event, to: &output)
    case .cancelled(let reason):
      group.events = shown.closings + [.runCancelled(reason: reason)]
      try write(group, of: event, to: &output)
    case .failed(let message):
      group.events = [.runFailed(message: message)]
      try write(group, of: event, to: &output)
    }
  }
}
