import ReferenceScenarios
import StatusStreaming

/// What is judged where a sink refuses to encode an event.
extension DeliveryJudgement {
  /// What the agent published after the viewer's number.
  private var published: [StreamEvent] {
    guard let trace = recording.traces.first, let script = recording.scripts.first else {
      return []
    }
    return Array(script.events(of: trace).dropFirst(viewer.cursor.rawValue))
  }

  /// An event that is missing, or a delivery that does not end, because another was refused; what a gap
  /// has counted is for another rule.
  var endByRefusal: Finding? {
    let told = told
    let expected = published.filter { event in
      !viewer.refusals.refuses(event)
        && (event.payload.isTerminal || !told.contains { $0.contains(event.sequence) })
    }.map { SeenEvent($0) }
    let viewerHistory = ViewerHistory(
      expected: expected, seen: arrivals.map { SeenEvent($0) },
      isCut: false, cause: [refusal, ending].compactMap(\.self).joined(separator: "; "))
    for id in [102, 101, 103, 104, 201] {
      if let finding = ConformanceRule(id: id).flatMap(viewerHistory.finding) { return finding }
    }
    guard isEndless else { return nil }
    return Finding(expected: "the connection to end with the trace", seen: ending)
  }

  /// The first refusal, in words.
  private var refusal: String? {
    for call in viewer.calls {
      if case .threw(let error) = call.result { return "\(call) threw \(error)" }
    }
    return nil
  }

  /// An update that was refused and is not told of by a gap in its place.
  ///
  /// Several side by side may be told of by one gap.
  var untoldRefusal: Finding? {
    guard !viewer.refusals.refusesGaps else { return nil }
    let refused = Set(published.filter(viewer.refusals.refuses).map(\.sequence.rawValue))
    var position = viewer.cursor.rawValue
    for (index, event) in arrivals.enumerated() {
      if event.payload.isGap, let finding = otherHistory(of: event, at: index) { return finding }
      let number = event.sequence.rawValue
      var next = position.advancedClamped(by: 1)
      if case .gap(let lost) = event.payload {
        let last = position.advancedClamped(by: max(lost, 1))
        let isOwed =
          lost > 0 && last - position <= refused.count
          && (next...last).allSatisfy(refused.contains)
        if isOwed { next = last }
        guard isOwed, number == last else {
          return Finding(
            expected: refused.contains(next)
              ? "a gap of one with number \(next), which was refused"
              : "#\(next), which was not refused",
            seen: "\(SeenEvent(event))", at: .event(index + 1))
        }
      } else {
        guard number == next else {
          return Finding(
            expected: "a gap of one with number \(next), which was refused",
            seen: "\(SeenEvent(event))", at: .event(index + 1))
        }
      }
      position = next
    }
    return nil
  }

  /// A terminal event that was refused, and of which the viewer is not told in another way.
  var untoldEnd: Finding? {
    guard let original = published.last, original.payload.isTerminal else { return nil }
    if isEndless {
      return Finding(expected: "the connection to end with the trace", seen: ending)
    }
    let ends = arrivals.filter(\.payload.isTerminal)
    guard let end = ends.first else {
      if viewer.refusals.end == .everything { return untoldLossOfEnd }
      let cause = refusal.map { "; \($0)" } ?? ""
      return Finding(
        expected: "\(SeenEvent(original)), or what stands for it",
        seen: "no terminal event\(cause); \(ending)", at: .event(arrivals.count + 1))
    }
    if ends.count > 1 {
      return Finding(
        expected: "one terminal event", seen: "another one, \(SeenEvent(ends[1]))",
        at: .event(arrivals.count))
    }
    if let finding = otherHistory(of: end, at: arrivals.count - 1) { return finding }
    guard end.sequence == original.sequence, end.payload.stands(for: original.payload) else {
      return Finding(
        expected: "\(SeenEvent(original)), or what stands for it, with its number",
        seen: "\(SeenEvent(end))", at: .event(arrivals.count))
    }
    return nil
  }

  /// What stands for an event and is of another history, so that nobody can resume after it.
  private func otherHistory(of event: StreamEvent, at index: Int) -> Finding? {
    guard recording.world == nil, event.epoch != recording.plan.epoch else { return nil }
    let own = Cursor(event.sequence, in: recording.plan.epoch)
    return Finding(
      expected: "#\(own), as what stands for an event of the history",
      seen: "\(SeenEvent(event))", at: .event(index + 1))
  }

  /// A delivery that returned as if the end had been told, of which the sink has accepted no form.
  var untoldLossOfEnd: Finding? {
    let ends = viewer.calls.filter { $0.request.events.contains(where: \.payload.isTerminal) }
    guard !ends.isEmpty, isSilentEnd else { return nil }
    return Finding(
      expected: "the connection's closure to throw, since no form of the end was accepted",
      seen: ending)
  }

  /// What was passed already and is offered again by a resume, or what is missing after it.
  var repeatedRefusal: Finding? { repeatedOffer ?? endByRefusal ?? untoldRefusal }

  /// What was passed already and is offered again by a resume.
  var repeatedOffer: Finding? {
    for (index, call) in viewer.calls.enumerated() {
      guard let event = call.request.events.first(where: { $0.sequence <= viewer.cursor }) else {
        continue
      }
      return Finding(
        expected: "what follows #\(viewer.cursor), which the viewer has already",
        seen: "\(SeenEvent(event)) in \(call)", at: .call(index + 1))
    }
    return nil
  }

  /// Whether the sink has refused an event of this connection.
  var hasRefused: Bool { viewer.calls.contains { $0.isRefusal } }
}

extension StreamEvent.Payload {
  /// Whether it is the terminal event given, with nothing but artifacts, metadata or the message
  /// changed; or the failure to send an answer.
  func stands(for original: StreamEvent.Payload) -> Bool {
    switch (self, original) {
    case (.complete(let answer), .complete(let whole)):
      answer.text == whole.text && answer.route == whole.route
    case (.failed, .complete), (.failed, .failed), (.cancelled, .cancelled): true
    default: false
    }
  }
}
