import GoldenTranscripts
import StatusStreaming
import WireDecoding

extension SinkTrial {
  func finding(in recording: SinkRecording, against rule: ConformanceRule) -> Finding? {
    if case .endless(let reason) = recording.interruption,
      let finding = endlessness(of: recording, reason, against: rule)
    {
      return finding
    }
    if rule.id == 712 { return traceOfRefusal(in: recording) }
    if let failure = recording.views.compactMap(\.failure?.ownRule).min() {
      // Whatever else is not as it should be follows from it.
      guard rule.id == failure else { return nil }
      let view = recording.views.first { $0.failure != nil }
      return view.flatMap { agUI($0).findings[failure] ?? $0.unreadable }
    }
    for view in recording.views {
      if let finding = finding(in: view, of: recording, against: rule) { return finding }
    }
    return nil
  }

  /// What is wrong with a run that did not end: a call that never returned, or a task of the sink's
  /// that went on when the connection was over.
  private func endlessness(
    of recording: SinkRecording, _ reason: String, against rule: ConformanceRule
  ) -> Finding? {
    let calls = recording.views.flatMap(\.calls)
    if let number = calls.firstIndex(where: { $0.outcome == .running }) {
      guard rule.id == recording.plan.ownRule else { return nil }
      return Finding(
        expected: "\(calls[number].kind) to return", seen: reason, at: .call(number + 1))
    }
    guard rule.id == 604 else { return nil }
    return Finding(
      expected: "the sink's tasks to end when they are cancelled after the connection", seen: reason
    )
  }

  private func finding(
    in view: ConnectionView, of recording: SinkRecording, against rule: ConformanceRule
  ) -> Finding? {
    let plan = recording.plan
    let isJudged = rule.id == 710 || [.oversize, .refusals, .cancelled].contains(plan)
    if !isJudged, isFrameFault(view) { return nil }
    if plan == .backlog, rule.id != 602, view.wrongGap != nil { return nil }
    switch rule.id {
    case 104 where plan == .unicode: return view.exchangedText
    // Nothing is mixed where a trace is refused.
    case 102 where plan == .traces:
      return view.mixing(with: recording.views) == nil && view.refusal != nil
        ? view.deviation : nil
    case 102, 104: return plain(view, plan, against: rule)
    case 101, 103, 201, 203, 204, 207:
      return view.failure == nil ? view.viewerHistory().finding(against: rule) : nil
    case 105: return view.misnumbering
    case 106: return plan == .cut ? view.departureFromPrefix : view.lossByCancellation
    case 108: return view.overlap
    case 109: return view.miscount
    case 202: return excess(in: view)
    case 208: return plan == .abandoned ? view.pretence ?? view.falseEnd : view.untoldEnd
    case 209: return view.refusedHeartbeat
    case 401:
      let isRefused = plan == .traces && view.refusal != nil
      return view.mixing(with: recording.views) ?? (isRefused ? nil : view.deviation)
    case 503: return orphanNumber(in: view)
    case 601: return crowd(in: view)
    case 602: return plan == .backlog ? view.wrongGap : view.hiddenGap ?? view.deviation
    case 603: return view.silence
    case 605: return view.scatteredBatch
    case 604: return view.delay
    case 616: return view.lostWrite
    case 701: return dependenceOnChunks(in: view, at: recording.cuts)
    case 702: return view.deviation ?? view.misnumbering
    case 705: return view.deviation
    case 703: return view.forgery
    case 704: return view.nulInID
    case 706: return invalidText(in: view) ?? (view.exchangedText == nil ? view.deviation : nil)
    case 707: return view.partOfOversize(limit: sizeLimit ?? 0)
    case 708: return view.activeCharacter
    case 709: return brokenLine(in: view)
    case 710: return illegalFrame(in: view, plan)
    case 711: return view.lackOfHeartbeats(within: alertness)
    case 713: return spreadingRefusal(in: view)
    case 801...812: return agUI(view).findings[rule.id]
    case 813: return untoldStop(in: view)
    case 814: return restatement(in: view)
    default: return nil
    }
  }

  /// The connection as a stream of AG-UI.
  func agUI(_ view: ConnectionView) -> AGUIStreamReading {
    AGUIStreamReading(view.bytes, format: format)
  }

  /// What a stream that goes on after a number does not tell again.
  private func restatement(in view: ConnectionView) -> Finding? {
    guard view.failure == nil, let standing = view.standing, !view.seen.isEmpty else { return nil }
    return AGUIRestatement.fault(in: view.bytes, format, from: standing)
  }

  /// A cancellation that is told as something else, or as that and something else.
  private func untoldStop(in view: ConnectionView) -> Finding? {
    if let finding = agUI(view).findings[813] { return finding }
    guard view.failure == nil, let rule = ConformanceRule(id: 207) else { return nil }
    return view.viewerHistory().finding(against: rule)
  }

  /// Whether bytes can't be read because they are not legal frames, of which a rule says more.
  func isFrameFault(_ view: ConnectionView) -> Bool {
    guard format == .webSocket, view.failure != nil, let error = view.frameError else {
      return false
    }
    return error.code != .invalidUTF8
  }

  private func plain(
    _ view: ConnectionView, _ plan: SinkPlan, against rule: ConformanceRule
  ) -> Finding? {
    if let failure = view.failure {
      return rule.id == 104 && !isEnded(view, before: failure) ? view.unreadable : nil
    }
    if rule.id == 104 {
      // Where an end has something to say of the run, it says what nobody sent.
      let isTold = !observes.isDisjoint(with: [.answers, .traces])
      return view.viewerHistory().finding(against: rule)
        ?? (plan == .abandoned && isTold ? view.pretence : nil)
    }
    return view.viewerHistory().finding(against: rule) ?? view.refusal
  }

  /// What was written although the trace had ended.
  func excess(in view: ConnectionView) -> Finding? {
    // Of a sink whose call has thrown nobody has asked to end.
    let isClosed = view.calls.contains { $0.kind == .close && $0.outcome == .returned }
    if isClosed, let number = view.writes.firstIndex(where: \.isAfterClose) {
      return Finding(
        expected: "no write once close() has returned",
        seen: "write \(number + 1), of \(view.writes[number].size) bytes", at: view.place(number))
    }
    if let end = view.end, let finding = excess(after: end, in: view) { return finding }
    if let failure = view.failure {
      guard isEnded(view, before: failure) else { return nil }
      return Finding(
        expected: "nothing after the end of the connection",
        seen: "\(view.quoted(view.writes[failure.write].range)): \(failure.reason)",
        at: view.place(failure.write))
    }
    if observes.contains(.traces) { return nil }
    let last = view.terminalReading ?? view.readings.endIndex
    let late = view.readings[last...].first { reading in
      if case .heartbeat = reading.observation { true } else { false }
    }
    return late.map { reading in
      Finding(
        expected: "nothing after the terminal event", seen: "a heartbeat",
        at: view.place(reading.write))
    } ?? view.lateHeartbeat
  }

  /// Whether the connection, or its only trace, had ended before the bytes that can't be read.
  func isEnded(_ view: ConnectionView, before failure: ConnectionView.Failure) -> Bool {
    let range = view.writes[failure.write].range
    var decoder = makeDecoder()
    var observations = (try? decoder.decode(Array(view.bytes[..<range.lowerBound]))) ?? []
    for byte in view.bytes[range] {
      guard let more = try? decoder.decode([byte]) else { break }
      observations += more
    }
    return observations.contains { observation in
      switch observation {
      case .event(let event): event.content.isEnd && !observes.contains(.traces)
      case .end, .cut: true
      case .heartbeat: false
      }
    }
  }

  /// What follows the format's own end of the connection.
  private func excess(after end: Int, in view: ConnectionView) -> Finding? {
    guard end < view.bytes.count else { return nil }
    // In the write that has the end, or the first one after it.
    let range = view.writes.first { $0.range.upperBound > end }?.range ?? end..<view.bytes.count
    let rest = max(range.lowerBound, end)..<range.upperBound
    return Finding(
      expected: "nothing after the end of the connection", seen: view.quoted(rest),
      at: .byte(rest.lowerBound))
  }

  /// For how long a connection may be silent before a heartbeat has to be written.
  var alertness: Duration { isExplored ? .seconds(15) : .milliseconds(150) }

  /// Too many events that are held.
  ///
  /// What does not arrive later is dropped, and was not held.
  func crowd(in view: ConnectionView) -> Finding? {
    guard let held = view.held, held > holding else { return nil }
    return Finding(
      expected: "at most \(holding) events to be held while the viewer accepts nothing",
      seen: "\(held) were accepted by send(_:), and none of them is written",
      at: .call(holding + 1))
  }
}
