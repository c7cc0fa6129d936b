import GoldenTranscripts
import StatusStreaming

extension CaptureJudgement {
  /// On how the traces end.
  func opinionOnEnds(by rule: ConformanceRule) -> Opinion {
    if rule.id != 202, rule.id != 208, reading.failure != nil {
      return .unjudged("what follows the bytes that can't be read is not known")
    }
    guard reading.observes.contains(.ends) else {
      return .unjudged("the format does not show how a trace ends")
    }
    if rule.id == 207, agUI != nil { return .unjudged("a stop is judged by rule 813") }
    let difference = differences.first { $0.rule == rule.id }?.finding
    switch rule.id {
    case 201:
      if let finding = secondEnd ?? (events == nil ? nil : difference) { return .judged(finding) }
      let hasEnd = reading.events.contains(where: \.isEnd)
      return hasEnd ? .judged(nil) : .unjudged("the capture ends before the trace does")
    case 202: return .judged(excess)
    case 208:
      let hasEnd = reading.events.contains(where: \.isEnd)
      return pretence == nil && hasEnd && reading.isUnfinished
        ? .unjudged("the capture may end before its connection") : .judged(pretence)
    default: break
    }
    guard let events else { return .unjudged("needs --events") }
    let isFailed = events.contains { if case .failed = $0.payload { true } else { false } }
    let isStopped = events.contains { if case .cancelled = $0.payload { true } else { false } }
    if rule.id == 204, !isFailed { return .unjudged("the run did not fail") }
    if rule.id == 207, !isStopped { return .unjudged("the run was not cancelled") }
    return .judged(difference)
  }

  /// Another terminal event of one trace.
  private var secondEnd: Finding? {
    var ended: Set<TraceID?> = []
    for (place, seenEvent) in reading.events.enumerated() where seenEvent.isEnd {
      if ended.insert(seenEvent.event.trace).inserted { continue }
      return Finding(
        expected: "one terminal event", seen: "another one, \(seenEvent)", at: .event(place + 1))
    }
    return nil
  }

  /// What follows the end of its trace, or of the connection.
  private var excess: Finding? {
    if let end = reading.end, end < reading.bytes.count {
      return Finding(
        expected: "nothing after the end of the connection",
        seen: view.quoted(end..<reading.bytes.count), at: .byte(end))
    }
    var ended: Set<TraceID?> = []
    for (observation, place) in reading.observations {
      let trace: TraceID?
      switch observation {
      case .end, .cut: continue
      case .event(let event): trace = reading.observes.contains(.traces) ? event.trace : nil
      // Beside other traces one that has ended says nothing.
      case .heartbeat: trace = nil
      }
      if ended.contains(trace), !observation.isTerminal {
        return Finding(
          expected: "nothing after the terminal event", seen: observation.line, at: .byte(place))
      }
      if observation.isTerminal { ended.insert(trace) }
    }
    return nil
  }

  /// An answer of a run that had none.
  private var pretence: Finding? {
    guard let events, !events.contains(where: \.payload.isTerminal) else { return nil }
    let seen = reading.events
    return seen.firstIndex(where: \.isEnd).map { place in
      Finding(
        expected: "no terminal event, since the run has not ended", seen: "\(seen[place])",
        at: .event(place + 1))
    }
  }

  /// On the steps of the roadmap, of a run that was captured from its beginning.
  func opinionOnSteps(by rule: ConformanceRule) -> Opinion {
    let seen = reading.events
    if agUI != nil, reading.observes.isEmpty {
      return .unjudged("the steps of AG-UI are judged by rules 807 and 808")
    }
    if reading.failure != nil || isDifferent {
      return .unjudged("what arrived is not what was published")
    }
    let isFresh = cursor == .zero && (seen.first?.event.sequence?.rawValue ?? 1) == 1
    let hasGap = seen.contains { if case .gap = $0.event.content { true } else { false } }
    guard isFresh, !hasGap else { return .unjudged("a part of the run is not in the capture") }
    if rule.id == 304, !seen.contains(where: \.isEnd) {
      return .unjudged("the capture ends before the trace does")
    }
    for (_, places) in Self.places(in: seen) {
      var history = AgentRecording(of: .world)
      for place in places {
        guard let payload = seen[place].event.content.payload else { continue }
        history.publish(payload, in: history.trace, at: RunClock.Instant(elapsed: .zero))
      }
      if var finding = history.wrongStep(against: rule) {
        finding.countPlace(among: places, of: seen.count)
        return .judged(finding)
      }
    }
    return .judged(nil)
  }
}

extension ObservedEvent.Content {
  /// What was published, as far as it tells of steps.
  fileprivate var payload: StreamEvent.Payload? {
    switch self {
    case .update(let update):
      .update(
        StatusUpdate(
          status: update.status, message: update.message, roadmapStepID: update.stepID,
          roadmapStepStatus: update.stepStatus))
    case .gap: nil
    case .complete(let answer): .complete(answer ?? FinalAnswer(text: ""))
    case .failed(let message): .failed(message: message)
    case .cancelled(let reason): .cancelled(reason: reason)
    }
  }
}
