import GoldenTranscripts
import RunTimelines
import StatusStreaming

/// A call of a buffer, and what came of it.
struct BufferCall: Sendable, Hashable {
  /// What the buffer was to do.
  enum Operation: Sendable, Hashable {
    case open
    case append(StatusUpdate)
    case finish(TraceOutcome)
    case read(after: Int, limit: Int)
    /// Of a cursor that counts another history.
    case readElsewhere(after: Cursor)
    /// For events after a number.
    case wait(after: Int)
    /// With a cursor that counts another history.
    case waitElsewhere(after: Cursor)
    case remove
    /// Of what is held and was refused.
    case count
  }

  /// What the buffer answered.
  enum Answer: Sendable, Hashable {
    case done
    case number(Int)
    /// With the time that each event has; none where times are not judged.
    case events([SeenEvent], times: [Duration] = [])
    case counters(StatusBuffer.Counters)
    case error(String)
  }

  /// Who called.
  let caller: String
  let trace: TraceID
  let operation: Operation
  /// What a viewer is to see of the update or the end, except for its number.
  let content: SeenEvent?
  /// What came of it; `nil` if the call has not returned.
  var answer: Answer?
  /// How many calls had begun when it returned.
  var callsBefore = Int.max
  /// What a `BufferError` says by its code.
  var code: BufferError.Code?
  /// When it began.
  var began = Duration.zero
  /// When it returned.
  var ended: Duration?
  /// Whether it was made in a task that was cancelled.
  var isOfCancelledTask = false
  /// When its task was cancelled, if that was while it waited.
  var cancelled: Duration?

  init(_ caller: String, _ trace: TraceID, _ operation: Operation) {
    self.caller = caller
    self.trace = trace
    self.operation = operation
    let payload: StreamEvent.Payload? =
      switch operation {
      case .append(let update): .update(update)
      case .finish(let outcome): outcome.payload
      case .open, .read, .readElsewhere, .wait, .waitElsewhere, .remove, .count: nil
      }
    content = payload.map {
      SeenEvent(StreamEvent(trace: trace, sequence: .zero, payload: $0)).unnumbered
    }
  }

  var isAppend: Bool { content?.isUpdate ?? false }
  var isFinish: Bool { content?.isEnd ?? false }

  /// The number that was returned.
  var number: Int? {
    if case .number(let number) = answer { number } else { nil }
  }

  /// The events that were returned; `nil` if it was no read, or one that threw.
  var events: [SeenEvent]? {
    if case .events(let events, _) = answer { events } else { nil }
  }

  /// The times of the events that were returned; none where they are not judged.
  var times: [Duration] {
    if case .events(_, let times) = answer { times } else { [] }
  }

  /// Whether it waits for events.
  var isWait: Bool {
    switch operation {
    case .wait, .waitElsewhere: true
    default: false
    }
  }

  /// What was thrown.
  var error: String? {
    if case .error(let error) = answer { error } else { nil }
  }
}

extension BufferCall: CustomStringConvertible {
  /// Who did what, in words.
  var description: String {
    let told = content.map { $0.event.content.line } ?? ""
    let task = isOfCancelledTask ? ", in a task that is cancelled" : ""
    return switch operation {
    case .open: "\(caller) opens \(trace)"
    case .append: "\(caller) appends \(told) to \(trace)\(task)"
    case .finish: "\(caller) finishes \(trace) with \(told)\(task)"
    case .read(let cursor, .max): "\(caller) reads \(trace) after \(cursor)"
    case .read(let cursor, let limit): "\(caller) reads \(trace) after \(cursor), at most \(limit)"
    case .readElsewhere(let cursor): "\(caller) reads \(trace) after \(cursor)"
    case .wait(let cursor): "\(caller) waits for events of \(trace) after \(cursor)"
    case .waitElsewhere(let cursor): "\(caller) waits for events of \(trace) after \(cursor)"
    case .remove: "\(caller) removes \(trace)"
    case .count: "\(caller) looks at the counters"
    }
  }

  /// What came of it, in words.
  var ending: String {
    switch answer {
    case nil: "it has not returned"
    case .done: "done"
    case .number(let number): "number \(number)"
    case .events(let events, let times):
      events.isEmpty ? "nothing" : Self.list(events, times)
    case .counters(let counters):
      "\(counters.traces) traces, \(counters.openTraces) open, "
        + "\(counters.refused.traces) traces and \(counters.refused.updates) updates refused"
        + (counters.bytes.map { ", \($0) bytes" } ?? "")
    case .error(let error): "it throws \(error)"
    }
  }

  private static func list(_ events: [SeenEvent], _ times: [Duration]) -> String {
    events.enumerated().map { index, event in
      guard index < times.count, times[index] != .zero else { return "\(event)" }
      return "\(event) at \(times[index])"
    }.joined(separator: ", ")
  }
}

extension BufferCall {
  /// How the call is drawn: as long as it took, as far as updates and ends go with arrows from where
  /// they were appended to where they were read.
  func drawing(_ index: Int) -> Drawing {
    let published = number.map { [Drawing.Publication(trace: trace, number: $0)] } ?? []
    let arrived = (events ?? []).compactMap { seenEvent in
      seenEvent.event.sequence.map {
        Drawing.Publication(trace: seenEvent.event.trace ?? trace, number: $0.rawValue)
      }
    }
    return Drawing(
      in: caller, kind, "\(index + 1)", start: ended == began ? nil : began, published: published,
      arrived: arrived)
  }

  private var kind: RunTimeline.Event.Kind {
    if error != nil { return .failure }
    switch operation {
    case .append: return .message
    case .finish: return .end
    case .read, .readElsewhere: return .arrival
    case .wait, .waitElsewhere: return .wait
    case .remove: return .loss
    case .open, .count: return .note
    }
  }
}
