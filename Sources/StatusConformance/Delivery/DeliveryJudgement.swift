import GoldenTranscripts
import StatusStreaming

/// One viewer's record in the light of its run.
struct DeliveryJudgement {
  let recording: DeliveryRecording
  let viewer: DeliveryRecording.Viewer

  /// What arrived of the trace that the viewer follows.
  var arrivals: [StreamEvent] { viewer.arrivals.filter { $0.trace == recording.traces.first } }

  /// The numbers that gaps have counted as lost.
  var told: [ClosedRange<SequenceNumber>] {
    var told: [ClosedRange<SequenceNumber>] = []
    var position = viewer.cursor
    for event in arrivals {
      let number = event.sequence
      if case .gap(let lost) = event.payload, lost > 0, lost < Int.max,
        number.rawValue == position.rawValue.advancedClamped(by: lost)
      {
        told.append(SequenceNumber(rawValue: position.rawValue + 1)...number)
      }
      position = max(position, number)
    }
    return told
  }

  /// What the viewer had to see from its cursor on, but for what gaps have counted as lost and has
  /// not come all the same: who falls behind may drop what is old, as long as a gap says so.
  private var due: [SeenEvent] {
    let told = told
    guard !told.isEmpty else {
      return Array(recording.expected.dropFirst(viewer.cursor.rawValue))
    }
    let arrived = Set(arrivals.filter { !$0.payload.isGap }.map(\.sequence))
    return recording.expected.dropFirst(viewer.cursor.rawValue).filter { seenEvent in
      guard seenEvent.isUpdate, let number = seenEvent.event.sequence, !arrived.contains(number)
      else { return true }
      return !told.contains { $0.contains(number) }
    }
  }

  /// What the viewer saw beside what it had to see, from its cursor on.
  var viewerHistory: ViewerHistory {
    ViewerHistory(
      expected: due, seen: arrivals.map { SeenEvent($0) }, isCut: isCut, cause: ending)
  }

  /// Whether a run of a plan may have ended before its trace; a loop that is still there may not.
  private var isCut: Bool {
    recording.plan == .cancelled || (viewer.place.failedReads > 0 && !isEndless)
  }

  /// How the connection ended, in words.
  var ending: String {
    if let interruption = recording.interruption, recording.world == nil || !viewer.isOver {
      return "the connection never ended: \(interruption.text)"
    }
    guard let outcome = viewer.outcome else { return "the connection never ended" }
    let end = viewer.ended.map { " at \($0.text)" } ?? ""
    if viewer.isStopped {
      return "the connection was cancelled\(end), long after the agent had ended"
    }
    return switch outcome {
    case .returned: "the connection's closure returned\(end)"
    case .threw(let error): "the connection's closure threw “\(error)”\(end)"
    }
  }

  /// Whether the connection has not ended by itself.
  ///
  /// One that a limit of a world has cut short may have been about to end, if its sink was at work.
  var isEndless: Bool {
    if viewer.isStopped { return true }
    guard recording.world == nil else {
      return !viewer.isOver && viewer.callsInProgress.isEmpty
    }
    return !viewer.isOver || recording.interruption != nil
  }

  /// What is missing, wrong or too much of the whole trace.
  var incompleteness: Finding? { incompleteness(of: [102, 101, 103, 104, 201]) }

  /// What the first of some rules finds that is broken.
  func incompleteness(of rules: [Int]) -> Finding? {
    let viewerHistory = viewerHistory
    for id in rules {
      if let finding = ConformanceRule(id: id).flatMap(viewerHistory.finding) { return finding }
    }
    return nil
  }

  /// The first number that is neither the next one nor explained by a gap.
  ///
  /// Whether the end comes in its place is for another rule; its number is the last plus one.
  var wrongNumber: Finding? {
    var previous = viewer.cursor.rawValue
    for (index, event) in arrivals.enumerated() where !event.payload.isTerminal {
      var step = 1
      if case .gap(let lost) = event.payload { step = lost }
      let next = previous.advancedClamped(by: step)
      // What comes after the end is for another rule as well.
      let isPossible = step > 0 || arrivals[..<index].contains { $0.payload.isTerminal }
      guard event.sequence.rawValue == next, isPossible else {
        let expected = isPossible ? "#\(next) after #\(previous)" : "a gap of at least 1"
        return Finding(expected: expected, seen: "\(SeenEvent(event))", at: .event(index + 1))
      }
      previous = next
    }
    let last = previous.advancedClamped(by: 1)
    guard let index = arrivals.firstIndex(where: { $0.payload.isTerminal }),
      arrivals[index].sequence.rawValue != last
    else { return nil }
    return Finding(
      expected: "#\(last) for the terminal event, after #\(previous)",
      seen: "\(SeenEvent(arrivals[index]))", at: .event(index + 1))
  }

  /// The first event of another trace.
  var foreignEvent: Finding? {
    guard let trace = recording.traces.first,
      let index = viewer.arrivals.firstIndex(where: { $0.trace != trace })
    else { return nil }
    return Finding(
      expected: "events of \(trace) alone", seen: "\(SeenEvent(viewer.arrivals[index]))",
      at: .event(index + 1))
  }

  /// Where what arrived after a number parts from what follows it.
  var wrongResume: Finding? {
    let expected = due.map(\.unnumbered)
    let hasTold = expected.count < recording.expected.count - viewer.cursor.rawValue
    let seen = viewer.arrivals.filter { !hasTold || !$0.payload.isGap }
      .map { SeenEvent($0).unnumbered }
    let index = zip(expected, seen).prefix { $0 == $1 }.count
    guard index < max(expected.count, seen.count) else { return idleResume(of: expected.isEmpty) }
    let follows = "after #\(viewer.cursor), which the viewer has already"
    return Finding(
      expected: index < expected.count
        ? "\(expected[index]) as event \(index + 1) \(follows)" : "nothing more \(follows)",
      seen: index < seen.count ? "\(seen[index])" : "nothing more; \(ending)",
      at: .event(index + 1))
  }

  /// What a viewer is sent of a trace that is gone, or how long it has to wait for the news.
  var lateRefusal: Finding? {
    let reason = "since the viewer goes on after #\(viewer.cursor) and the trace is gone"
    if let index = viewer.calls.firstIndex(where: { $0.request != .close }) {
      return Finding(
        expected: "nothing to be sent, \(reason)", seen: "\(viewer.calls[index])",
        at: .call(index + 1))
    }
    let time = viewer.ended.map { $0 - viewer.began }
    if let time, time <= .seconds(5), !isEndless { return nil }
    return Finding(expected: "the connection to end at once, \(reason)", seen: ending)
  }

  /// What is wrong with a delivery that has nothing to deliver.
  private func idleResume(of isIdle: Bool) -> Finding? {
    guard isIdle, isEndless else { return nil }
    return Finding(
      expected: """
        the connection to end without an event, since the viewer has all up to #\(viewer.cursor), \
        the terminal event
        """, seen: ending)
  }
}
