import GoldenTranscripts
import StatusStreaming

extension ConnectionView {
  /// What the viewer saw beside what it had to see, of all traces or of one.
  func viewerHistory(of trace: TraceID? = nil, isCut: Bool = false) -> ViewerHistory {
    let told = reconciliation(of: trace)
    return ViewerHistory(expected: told.expected, seen: told.seen, isCut: isCut, cause: cause)
  }

  private func reconciliation(of trace: TraceID? = nil) -> SinkReconciliation {
    let isAsked = { (seenEvent: SeenEvent) in trace == nil || seenEvent.event.trace == trace }
    return SinkReconciliation(expected: expected.filter(isAsked), seen: seen.filter(isAsked))
  }

  /// A gap of the sink's own that does not stand for what is missing there.
  var wrongGap: Finding? {
    guard failure == nil, let fault = reconciliation().fault(isCut: false, cause: cause),
      fault.rule == 602
    else { return nil }
    return fault.finding
  }

  /// The first call that threw, for a message.
  var cause: String? {
    calls.lazy.compactMap { call in
      if case .threw(let error) = call.outcome { "\(call.kind) threw \(error)" } else { nil }
    }.first
  }

  func place(_ write: Int) -> Violation.Place { .byte(writes[write].range.lowerBound) }

  /// Where the first terminal event was read.
  var terminalReading: Int? {
    readings.firstIndex { reading in
      if case .event(let event) = reading.observation { event.content.isEnd } else { false }
    }
  }

  /// Bytes that are not of the format.
  var unreadable: Finding? {
    failure.map { failure in
      Finding(
        expected: "bytes that the decoder can read",
        seen: "\(quoted(writes[failure.write].range)), at which it throws: \(failure.reason)",
        at: place(failure.write))
    }
  }

  /// A call that threw although nothing was wrong.
  var refusal: Finding? {
    calls.indices.lazy.compactMap { number in
      guard case .threw(let error) = calls[number].outcome, !lateHeartbeats.contains(number) else {
        return nil
      }
      return Finding(
        expected: "\(calls[number].kind) to return", seen: "it threw \(error)",
        at: .call(number + 1))
    }.first
  }

  /// Anything that is wrong with the events, whatever rule says so of a plain run.
  var deviation: Finding? {
    if let unreadable { return unreadable }
    let traces = observes.contains(.traces) ? events.map(\.trace) : []
    for trace in [traces.first, traces.last { $0 != traces.first }] {
      let viewerHistory = viewerHistory(of: trace)
      for rule in ConformanceRule.sink where rule.id < 300 {
        if let finding = viewerHistory.finding(against: rule) { return finding }
      }
    }
    return refusal
  }

  /// An update with the text of another one: nothing is wrong with its characters.
  var exchangedText: Finding? {
    func texts(of events: [SeenEvent]) -> Set<[UInt8]> {
      Set(
        events.compactMap { seen in
          guard case .update(let update) = seen.event.content else { return nil }
          return update.message.map { Array($0.utf8) }
        })
    }
    guard texts(of: seen).isSubset(of: texts(of: expected)), let rule = ConformanceRule(id: 104)
    else { return nil }
    return viewerHistory().finding(against: rule)
  }

  /// The first number that is not the one that was sent.
  var misnumbering: Finding? {
    let (expected, seen) = (expected, seen)
    guard failure == nil, expected.map(\.unnumbered) == seen.map(\.unnumbered) else { return nil }
    let index = expected.indices.first { expected[$0] != seen[$0] }
    return index.map { index in
      Finding(expected: "\(expected[index])", seen: "\(seen[index])", at: .event(index + 1))
    }
  }

  /// A terminal event that was never sent.
  var pretence: Finding? {
    let seen = seen
    return seen.firstIndex(where: \.isEnd).map { place in
      Finding(
        expected: "no terminal event, since close() was called before the run had ended",
        seen: "\(seen[place])", at: .event(place + 1))
    }
  }

  /// A connection that was closed once all of its traces had ended, and does not say so.
  var untoldEnd: Finding? {
    let accepted = calls.flatMap(\.accepted)
    let ended = Set(accepted.lazy.filter(\.payload.isTerminal).map(\.trace))
    guard let openEnd, calls.last?.kind == .close,
      calls.allSatisfy({ $0.outcome == .returned }),
      writes.allSatisfy({ $0.outcome == .completed }),
      !accepted.isEmpty, accepted.allSatisfy({ ended.contains($0.trace) })
    else { return nil }
    return Finding(
      expected: "an end of the connection that says that the run has ended", seen: openEnd,
      at: .byte(bytes.count))
  }

  /// An end of the connection that says that all has ended, beside a trace that has not.
  var falseEnd: Finding? {
    let offered = calls.flatMap(\.offered)
    let ended = Set(offered.lazy.filter(\.payload.isTerminal).map(\.trace))
    guard failure == nil, let open = offered.first(where: { !ended.contains($0.trace) })?.trace,
      let end = readings.first(where: { $0.observation == .end })
    else { return nil }
    return Finding(
      expected: "an end of the connection that says that \(open) has not ended",
      seen: "one that says that all has ended", at: place(end.write))
  }

  /// An event of another trace: of another connection, or under the wrong name.
  func mixing(with views: [ConnectionView]) -> Finding? {
    let own = Set(expected.map(\.unnumbered))
    let foreign = Set(views.flatMap(\.expected).map(\.unnumbered)).subtracting(own)
    let seen = seen
    let place = seen.firstIndex { seenEvent in
      var event = seenEvent.unnumbered.event
      if foreign.contains(SeenEvent(event)) { return true }
      guard let trace = event.trace, !own.contains(SeenEvent(event)) else { return false }
      for other in events.map(\.trace) where other != trace {
        event.trace = other
        if own.contains(SeenEvent(event)) { return true }
      }
      return false
    }
    return place.map { place in
      Finding(
        expected: "what was sent for a trace, and on this connection",
        seen: "\(seen[place]), which belongs to another trace", at: .event(place + 1))
    }
  }

  /// A gap that was sent and is not seen.
  var hiddenGap: Finding? {
    guard failure == nil else { return nil }
    let seen = Set(seen.map(\.unnumbered))
    let gap = expected.first { seenEvent in
      if case .gap = seenEvent.event.content { !seen.contains(seenEvent.unnumbered) } else { false }
    }
    return gap.map {
      Finding(expected: "\($0)", seen: "no such gap" + (cause.map { "; \($0)" } ?? ""))
    }
  }

  /// The first event whose kind is not that of the one that was sent, whatever its texts say.
  var forgery: Finding? {
    if let unreadable { return unreadable }
    let (expected, seen) = (expected, seen)
    for index in 0..<max(expected.count, seen.count) {
      let wanted = index < expected.count ? expected[index] : nil
      let found = index < seen.count ? seen[index] : nil
      guard wanted?.event.content.shape != found?.event.content.shape else { continue }
      return Finding(
        expected: wanted.map { "\($0)" } ?? "nothing more",
        seen: (found.map { "\($0)" } ?? "the end") + (cause.map { "; \($0)" } ?? ""),
        at: .event(index + 1))
    }
    return refusal
  }
}

extension ObservedEvent.Content {
  /// The same without its texts.
  fileprivate var shape: ObservedEvent.Content {
    switch self {
    case .update(var update):
      update.message = nil
      if case .steps(let steps) = update.roadmap { update.roadmap = .count(steps.count) }
      return .update(update)
    case .gap: return self
    case .complete: return .complete(nil)
    case .failed: return .failed(message: "")
    case .cancelled: return .cancelled(reason: "")
    }
  }
}
