import GoldenTranscripts
import StatusStreaming

/// What is judged by comparing what viewers saw with what was written.
extension BufferRecording {
  func viewing(against rule: ConformanceRule) -> Finding? {
    if rule.id == 105 { return misnumbering }
    if rule.id == 107 { return disagreement }
    if rule.id == 201, let finding = secondEnd { return finding }
    if plan == .race, rule.id == 102, !seen(by: "viewer 1").contains(where: \.isUpdate) {
      // That nothing at all is left of a trace that has ended is what rule 205 is about.
      return nil
    }
    for viewer in judgedViewers {
      for trace in traces {
        if let finding = finding(by: viewer, of: trace, against: rule) { return finding }
      }
    }
    return nil
  }

  /// The viewers whose reads say something.
  ///
  /// What is read after numbers does if those are right and if all is well when it is read in one.
  private var judgedViewers: [String] {
    guard let trace = traces.first else { return [] }
    switch plan {
    case .pieces:
      let whole = seen(by: "viewer 2").map(\.unnumbered)
      let isWell = hasUsableNumbers(trace) && whole == appends(to: trace).compactMap(\.content)
      return isWell ? viewers : ["viewer 2"]
    case .viewers: return hasUsableNumbers(trace) ? viewers : ["viewer 3"]
    default: return viewers
    }
  }

  /// What is wrong with what a viewer saw of a trace, by one of the rules that its history is judged by.
  func finding(by viewer: String, of trace: TraceID, against rule: ConformanceRule) -> Finding? {
    if sawAll(of: trace, viewer) { return nil }
    if rule.id == 101 { return hasHole(viewer) ? nil : disorder(in: trace, by: viewer) }
    let isUsable = hasUsableNumbers(trace)
    let viewerHistory = viewerHistory(
      of: seen(by: viewer, fromStart: !isUsable),
      expecting: appends(to: trace), end: isUsable ? end(of: trace) : nil,
      by: isUsable ? viewer : "\(viewer), \(Self.fromTheStart)")
    if rule.id == 102, viewerHistory.finding(against: .content) != nil {
      // What arrives altered is not lost.
      return nil
    }
    return viewerHistory.finding(against: rule)
  }

  /// Where numbers are of no use, only reads of the whole trace say what there is.
  private static let fromTheStart = "reading from the start"

  /// Whether a read by a viewer has passed over numbers, so that what is read behind it says nothing of
  /// an order.
  private func hasHole(_ viewer: String) -> Bool {
    calls.contains { call in
      guard call.caller == viewer, case .read(let cursor, _) = call.operation,
        let first = call.events?.first, first.isUpdate, let number = first.event.sequence?.rawValue
      else { return false }
      return number > cursor.advancedClamped(by: 1)
        && calls.contains { $0.number == number && $0.content == first.unnumbered }
    }
  }

  /// Whether a viewer saw exactly what a trace's only writer wrote: the usual case, told cheaply.
  private func sawAll(of trace: TraceID, _ viewer: String) -> Bool {
    let written = calls.filter { $0.trace == trace && $0.content != nil }
    guard written.allSatisfy({ $0.number != nil && $0.caller == written.first?.caller }) else {
      return false
    }
    return seen(by: viewer).lazy.map(\.unnumbered).elementsEqual(written.lazy.map(\.content))
  }

  /// The terminal event that had to be seen, if the trace was finished.
  func end(of trace: TraceID) -> SeenEvent? {
    let ends = calls.filter { $0.trace == trace && $0.isFinish }
    // Of two ends at once either may come first; then nobody but the buffer can say which it was.
    let first = ends.first { $0.number != nil } ?? ends.first
    return first?.content
  }

  private func viewerHistory(
    of seen: [SeenEvent], expecting appends: [BufferCall], end: SeenEvent?, by viewer: String
  ) -> ViewerHistory {
    var expected = appends.compactMap { call -> SeenEvent? in
      if plan == .race, !isDue(call) { return nil }
      return call.content
    }
    if let end { expected.append(end) }
    let cause = ["seen by \(viewer)", trouble].compactMap(\.self).joined(separator: "; ")
    return ViewerHistory(expected: expected, seen: seen, isCut: false, cause: cause)
  }

  /// Whether an append that races with the end was accepted before the end was.
  private func isDue(_ append: BufferCall) -> Bool {
    guard append.number != nil, let index = calls.firstIndex(of: append) else { return false }
    let end = calls.first { $0.isFinish && $0.number != nil }
    return index < end?.callsBefore ?? .max
  }

  /// Each writer's updates have to be seen in the order in which that writer appended them.
  private func disorder(in trace: TraceID, by viewer: String) -> Finding? {
    let appends = appends(to: trace)
    for writer in callers({ $0.trace == trace && $0.isAppend }) {
      let own = appends.filter { $0.caller == writer }
      let contents = Set(own.compactMap(\.content))
      let seen = seen(by: viewer).filter { contents.contains($0.unnumbered) }
      let viewerHistory = viewerHistory(of: seen, expecting: own, end: nil, by: viewer)
      if var finding = viewerHistory.finding(against: .order) {
        finding.expected = "the order in which \(writer) appended"
        return finding
      }
    }
    return nil
  }

  /// Two viewers who saw the same in another order.
  private var disagreement: Finding? {
    let views = viewers.map { viewer in
      (viewer, seen(by: viewer).filter(\.isUpdate).map(\.unnumbered))
    }
    for (index, (viewer, seen)) in views.enumerated() {
      for (earlierViewer, expected) in views[..<index] {
        guard let place = Alignment(expected: expected, seen: seen).misplaced else { continue }
        return Finding(
          expected: "the order in which \(earlierViewer) saw the updates",
          seen: "\(viewer) saw \(seen[place]) after \(seen[place - 1])", at: .event(place + 1))
      }
    }
    return nil
  }

  private var secondEnd: Finding? {
    guard plan == .race else { return nil }
    let accepted = calls.indices.filter { calls[$0].isFinish && calls[$0].number != nil }
    guard accepted.count > 1 else { return nil }
    return Finding(
      expected: "one of two ends at about the same time to be refused with an error",
      seen: "both were accepted, the second with \(calls[accepted[1]].ending)",
      at: .call(accepted[1] + 1))
  }
}

extension ConformanceRule {
  /// Rule 101, by which a history is asked about its order.
  fileprivate static let order = ConformanceRule.ordering[1]
  /// Rule 104, by which a history is asked about its content.
  fileprivate static let content = ConformanceRule.ordering[4]
}
