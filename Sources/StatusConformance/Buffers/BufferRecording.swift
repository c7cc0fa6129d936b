import GoldenTranscripts
import RunTimelines
import StatusStreaming

/// Every call of a buffer in a run, in the order in which they began.
struct BufferRecording: TrialRecording {
  let plan: BufferPlan
  var world: World<BufferSituation>?
  var occurrences = Occurrences()
  var interruption: Interruption?
  var timeline = Timeline()
  private(set) var calls: [BufferCall] = []
  /// Whether all that writers do is done, so that a viewer need not wait for more.
  var isWritten = false
  /// How late those who wait may be woken.
  var patience = Duration.seconds(10)
  /// When somebody last looked whether all who had to be woken were.
  var lastLook = Duration.zero
  /// Who is not to wait any more.
  private var dismissed: Set<String> = []
  /// The buffer's epoch, where it is judged.
  var epoch: Epoch?

  init(of plan: BufferPlan) {
    self.plan = plan
  }

  /// Notes that a call begins.
  ///
  /// - Returns: which call it is, from 0 on.
  mutating func begin(_ call: BufferCall, at time: RunClock.Instant) -> Int {
    calls.append(call)
    calls[calls.count - 1].began = time.elapsed
    return calls.count - 1
  }

  /// Notes what came of a call.
  mutating func end(
    _ index: Int, with answer: BufferCall.Answer, _ code: BufferError.Code?,
    at time: RunClock.Instant
  ) {
    calls[index].answer = answer
    calls[index].code = code
    calls[index].callsBefore = calls.count
    calls[index].ended = time.elapsed
    let overlap =
      switch calls.count - 1 - index {
      case 0: ""
      case 1: " (call \(calls.count) has begun meanwhile)"
      default: " (calls \(index + 2) to \(calls.count) have begun meanwhile)"
      }
    let call = calls[index]
    timeline.append(
      "call \(index + 1)\(overlap): \(call): \(call.ending)", at: time, call.drawing(index))
  }

  /// Notes that somebody begins to wait for events.
  ///
  /// - Parameter isCancelled: whether that is in a task that is cancelled.
  /// - Returns: which call it is; `nil` if the viewer was sent away, and does not wait.
  mutating func beginWait(
    _ call: BufferCall, isCancelled: Bool, at time: RunClock.Instant
  ) -> Int? {
    if dismissed.contains(call.caller) { return nil }
    let index = begin(call, at: time)
    if isCancelled { calls[index].cancelled = time.elapsed }
    return index
  }

  /// Notes that somebody is not to wait any more.
  ///
  /// - Returns: whether that is waiting, and has to be cancelled.
  mutating func dismiss(_ caller: String, at time: RunClock.Instant) -> Bool {
    dismissed.insert(caller)
    return cancelWait(of: caller, at: time)
  }

  /// Notes that somebody is about to be cancelled.
  ///
  /// - Returns: whether that is so: somebody who waits, and for nothing else.
  mutating func cancelWait(of caller: String, at time: RunClock.Instant) -> Bool {
    let index = calls.lastIndex { $0.caller == caller }
    guard let index, calls[index].isWait, calls[index].answer == nil else { return false }
    calls[index].cancelled = calls[index].cancelled ?? time.elapsed
    timeline.append(
      "\(caller), who waits, is cancelled", at: time,
      Drawing(in: caller, .cancellation, "cancelled"))
    return true
  }

  /// Who begins to wait does something, which the timeline shows once it has ended.
  var progress: Int { timeline.entries.count + calls.count }

  var unended: [String] {
    calls.enumerated().filter { $0.element.answer == nil }.map { index, call in
      "\(call.began.text): call \(index + 1): \(call): \(call.ending)"
    }
  }

  var expectedTranscript: [String] {
    calls.compactMap { call in call.content.map { "\($0)" } }
  }

  var seenTranscript: [String] {
    calls.flatMap { call in
      (call.events ?? []).map { "\(call.caller): \($0)" }
    }
  }
}

extension BufferRecording {
  /// Those who called for something, in the order of their first calls.
  func callers(_ isWanted: (BufferCall) -> Bool) -> [String] {
    var callers: [String] = []
    for call in calls where isWanted(call) && !callers.contains(call.caller) {
      callers.append(call.caller)
    }
    return callers
  }

  /// Those who read.
  var viewers: [String] {
    callers { if case .read = $0.operation { true } else { false } }
  }

  /// The traces that were opened, in that order.
  var traces: [TraceID] {
    var traces: [TraceID] = []
    for call in calls where call.operation == .open && !traces.contains(call.trace) {
      traces.append(call.trace)
    }
    return traces
  }

  /// Who goes away in the middle of a read, which may then throw.
  static let quitter = "a viewer that goes away"

  /// How many updates and ends of a trace have been accepted, of all its runs.
  func acceptedCount(in trace: TraceID) -> Int {
    calls.count { $0.trace == trace && $0.number != nil }
  }

  /// The appends to a trace, in the order in which they began.
  func appends(to trace: TraceID) -> [BufferCall] {
    calls.filter { $0.trace == trace && $0.isAppend }
  }

  /// What a viewer was given, in order.
  ///
  /// - Parameter fromStart: whether to leave out what was read after a number.
  func seen(by viewer: String, fromStart: Bool = false) -> [SeenEvent] {
    calls.filter { call in
      guard call.caller == viewer, case .read(let cursor, _) = call.operation else { return false }
      return cursor == 0 || !fromStart
    }.flatMap { $0.events ?? [] }
  }

  /// Whether a trace can be read on by the numbers that appends returned: 1, 2, 3 and so on.
  ///
  /// Where it can't, what is read after a number says nothing.
  func hasUsableNumbers(_ trace: TraceID) -> Bool {
    let numbers = appends(to: trace).compactMap(\.number)
    return numbers.sorted() == Array(1..<(numbers.count + 1))
  }

  /// The first thing that went wrong with a call, for the message.
  var trouble: String? {
    for (index, call) in calls.enumerated() {
      if let error = call.error { return "call \(index + 1), \(call), threw \(error)" }
    }
    switch interruption {
    case .endless(let reason), .cut(let reason): return "the run did not end: \(reason)"
    case .escaped, nil: return nil
    }
  }
}

/// What is judged where there are several traces.
extension BufferRecording {
  /// - Parameter rule: one about order, loss and numbers, or rule 401.
  func mixing(against rule: ConformanceRule) -> Finding? {
    // What is missing here has arrived there, so mixing comes before loss.
    if let mixing { return rule.id == 401 ? mixing : nil }
    if rule.id == 105 { return misnumbering }
    for (viewer, trace) in zip(viewers, traces) {
      if let finding = finding(by: viewer, of: trace, against: rule) { return finding }
    }
    return nil
  }

  /// An event of one trace that was given as another's.
  private var mixing: Finding? {
    for (viewer, trace) in zip(viewers, traces) {
      let appends = calls.filter(\.isAppend)
      let own = Set(appends.filter { $0.trace == trace }.compactMap { $0.content?.event.content })
      let foreign = Set(appends.compactMap { $0.content?.event.content }).subtracting(own)
      for (index, event) in seen(by: viewer).enumerated()
      where event.event.trace != trace || foreign.contains(event.event.content) {
        return Finding(
          expected: "events of \(trace) alone, for its \(viewer)", seen: "\(event)",
          at: .event(index + 1))
      }
    }
    return nil
  }
}
