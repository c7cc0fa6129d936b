import GoldenTranscripts
import StatusStreaming

extension PipelineJudgement {
  /// What a connection has to show of a run.
  func expected(
    of run: PipelineRecording.Run, after number: SequenceNumber,
    like connection: PipelineRecording.Connection
  ) -> [SeenEvent] {
    let epoch = connection.events(observes).first?.event.epoch
    return run.payloads.enumerated().compactMap { index, payload in
      let sequence = SequenceNumber(rawValue: index + 1)
      guard sequence > number else { return nil }
      let event = StreamEvent(trace: run.trace, sequence: sequence, epoch: epoch, payload: payload)
      return observes.subtracting(.times).observed(event).map(SeenEvent.init)
    }
  }

  /// Judges how a connection ended.
  mutating func judgeEnding(
    of connection: PipelineRecording.Connection, _ run: PipelineRecording.Run
  ) {
    let resumed = connection.lastEventID != nil
    let cursor = try? Cursor(lastEventID: connection.lastEventID)
    let isAtEnd = (cursor?.number.rawValue ?? 0) >= run.payloads.count && run.isOver
    switch connection.ending {
    case .hungUp, .open: break
    case .closed: note(208, untoldEnd(of: connection))
    case .finished where isAtEnd && resumed, .refused where isAtEnd && resumed: break
    case .refused where resumed && (cursor?.number.rawValue ?? 0) > connection.takenBefore: break
    case .finished:
      noteRefusal(of: connection, "that there is nothing more")
    case .refused(let reason):
      if !recording.isStopped { noteRefusal(of: connection, "\(reason.quoted)") }
    case .failed(let error):
      if !recording.isStopped, !connection.isSlow {
        noteRefusal(of: connection, "the error \(error)")
      }
    case .endless: judgeEndless(connection, run)
    }
  }

  /// A connection that ends with its run, and does not say so.
  private func untoldEnd(of connection: PipelineRecording.Connection) -> Finding? {
    guard let openEnd = connection.openEnd, !connection.isSlow, !recording.isStopped,
      connection.readings.contains(where: \.observation.isTerminal)
    else { return nil }
    return Finding(
      expected: "\(connection.name)'s connection to say at its end that the run has ended",
      seen: openEnd, at: .byte(connection.bytes.count))
  }

  private mutating func noteRefusal(
    of connection: PipelineRecording.Connection, _ answer: String
  ) {
    note(
      rule(102, for: connection),
      Finding(
        expected: "\(connection.name) to be sent what is published",
        seen: "it is answered \(answer)"))
  }

  private mutating func judgeEndless(
    _ connection: PipelineRecording.Connection, _ run: PipelineRecording.Run
  ) {
    if recording.isStopped {
      return note(
        604,
        Finding(
          expected: "connections to end when the pipeline is stopped",
          seen: "that of \(connection.name) stays open"))
    }
    let seen = connection.events(observes)
    // Where ends are shown, a missing one is another matter.
    if observes.contains(.ends), !seen.contains(where: \.isEnd), run.isOver {
      let cursor = (try? Cursor(lastEventID: connection.lastEventID)) ?? .zero
      if cursor.number.rawValue < run.payloads.count { return }
    }
    let (rule, word): (Int, String) =
      switch run.payloads.last {
      case _ where isBesideHeld(connection): (403, "which has ended, whoever reads nothing")
      case .failed where !observes.contains(.ends): (204, "which failed")
      case .cancelled where !observes.contains(.ends): (207, "which was cancelled")
      default: (206, "which has ended")
      }
    note(
      rule,
      Finding(
        expected: "\(connection.name)'s connection to end after the run, \(word)",
        seen: "it stays open", at: .event(seen.count + 1)))
  }

  /// Judges what arrived on a connection to a run.
  mutating func judgeEvents(
    of connection: PipelineRecording.Connection, _ run: PipelineRecording.Run
  ) {
    let cursor = (try? Cursor(lastEventID: connection.lastEventID)) ?? .zero
    let expected = expected(of: run, after: cursor.number, like: connection)
    let seen = connection.events(observes)
    if let mixing = mixing(in: seen, of: connection) {
      return note(connection.lastEventID == nil ? 401 : 402, mixing)
    }
    if !run.isEnding, let place = seen.firstIndex(where: \.isAnswer) {
      return note(
        208,
        Finding(
          expected: "no answer, since the run has none", seen: "\(seen[place])",
          at: .event(place + 1)))
    }
    if connection.end != nil, !run.isEnding,
      connection.readings.contains(where: { $0.observation == .end })
    {
      note(
        208,
        Finding(expected: "the end of a connection that was cut", seen: "that of one that ended"))
    }
    let told = SinkReconciliation(expected: expected, seen: seen)
    if let finding = told.misnumbered { note(105, finding) }
    if observes.contains(.numbers), seen.first?.event.sequence == nil, !seen.isEmpty { return }
    let isCut = isCut(connection, run)
    let cause = cause(of: connection, run)
    guard let fault = told.fault(isCut: isCut, cause: cause) else { return }
    if let overflow = overflow(told.expected, told.seen, after: cursor.number, connection) {
      return note(602, overflow)
    }
    let isBehindHeartbeat = isBehindHeartbeat(fault.place, in: connection)
    // What is missing between the id and the first event is the resume's, be that event the end.
    let isAtResume = connection.lastEventID != nil && fault.place == 0 && !told.seen.isEmpty
    let isTail = !isAtResume && !told.seen.dropFirst(fault.place).contains(where: \.isUpdate)
    let viewerHistory = ViewerHistory(
      expected: told.expected, from: cursor.number.rawValue.advancedClamped(by: 1), seen: told.seen,
      isCut: isCut,
      cause: cause)
    if let plain = fault.rule, !viewerHistory.isReordered {
      return note(rule(plain, for: connection, isBehindHeartbeat, isTail), fault.finding)
    }
    for (rule, finding) in viewerHistory.findings(of: ConformanceRule.all, or: fault) {
      note(self.rule(rule, for: connection, isBehindHeartbeat, isTail), finding)
    }
  }

  /// What a viewer that resumes is not told again of how the run stood.
  func restatement(
    on connection: PipelineRecording.Connection, _ run: PipelineRecording.Run
  ) -> Finding? {
    guard let id = connection.lastEventID, let cursor = try? Cursor(lastEventID: id),
      cursor.number > .zero, cursor.number.rawValue <= run.payloads.count,
      // Before the first event all of it has been told; behind a gap it stands otherwise.
      let first = connection.events(observes).first, !first.isGap
    else { return nil }
    let events = run.payloads.prefix(cursor.number.rawValue).enumerated().map { index, payload in
      StreamEvent(
        trace: run.trace, sequence: SequenceNumber(rawValue: index + 1), epoch: cursor.epoch,
        payload: payload)
    }
    return AGUIRestatement.fault(in: connection.bytes, format, from: TraceSnapshot(of: events))
  }

  /// Updates that are missing before all that a viewer reads who came long after them: the pipeline
  /// has dropped them, and does not say so.
  private func overflow(
    _ expected: [SeenEvent], _ seen: [SeenEvent], after number: SequenceNumber,
    _ connection: PipelineRecording.Connection
  ) -> Finding? {
    guard observes.contains(.gaps), connection.takenBefore >= PipelineRecording.overflow,
      let first = seen.first, first.isUpdate
    else { return nil }
    let texts = (expected.map(\.unnumbered), seen.map(\.unnumbered))
    guard let lost = texts.0.firstIndex(of: texts.1[0]), lost > 0,
      // Who is sent what is new alone has been sent no log at all.
      number.rawValue + lost < connection.takenBefore,
      texts.0[lost...].starts(with: texts.1)
    else { return nil }
    return Finding(
      expected: "a gap that says how many updates were dropped, or all of them",
      seen: "\(first) as the first event, of which \(lost) before it never come", at: .event(1),
      losing: number.rawValue.advancedClamped(by: 1))
  }

  /// Whether what arrived may be less than what was published.
  private func isCut(
    _ connection: PipelineRecording.Connection, _ run: PipelineRecording.Run
  ) -> Bool {
    if !run.isOver || recording.isStopped { return true }
    switch connection.ending {
    case .hungUp, .open: return true
    case .closed, .failed: return connection.isSlow && connection.moments.count > 1
    case .finished, .refused: return true
    case .endless: return false
    }
  }

  private func cause(
    of connection: PipelineRecording.Connection, _ run: PipelineRecording.Run
  ) -> String? {
    switch connection.ending {
    case .endless: "\(connection.name)'s connection stays open"
    case .closed where !connection.isAfterEnding:
      "\(connection.name)'s connection is closed before the run has ended"
    case .closed: "\(connection.name)'s connection is closed"
    default: nil
    }
  }

  /// Whether what stands behind so many events comes right after a heartbeat.
  func isBehindHeartbeat(
    _ place: Int, in connection: PipelineRecording.Connection
  ) -> Bool {
    var count = 0
    var isBehind = false
    for reading in connection.readings {
      switch reading.observation {
      case .event:
        if count >= place { return isBehind }
        count += 1
        isBehind = false
      case .heartbeat: isBehind = true
      case .end, .cut: break
      }
    }
    return isBehind
  }

  /// An event of another trace.
  private func mixing(
    in seen: [SeenEvent], of connection: PipelineRecording.Connection
  ) -> Finding? {
    guard recording.runs.count > 1, let own = connection.run else { return nil }
    let known = Set(
      expected(of: recording.runs[own], after: .zero, like: connection).map(\.unnumbered))
    var strange: Set<SeenEvent> = []
    for (place, run) in recording.runs.enumerated() where place != own {
      // A completion without an answer is the same in each trace.
      strange.formUnion(
        expected(of: run, after: .zero, like: connection).map(\.unnumbered).filter(\.isUpdate))
    }
    let place = seen.firstIndex { seenEvent in
      if let trace = seenEvent.event.trace, trace != recording.runs[own].trace { return true }
      return strange.contains(seenEvent.unnumbered) && !known.contains(seenEvent.unnumbered)
    }
    return place.map { place in
      Finding(
        expected: "what is published in \(recording.runs[own].trace)",
        seen: "\(connection.name) reads \(seen[place]), of another trace", at: .event(place + 1))
    }
  }

  /// The rule that a reader expects, by what the connection is like.
  ///
  /// - Parameters:
  ///   - isBehindHeartbeat: whether a heartbeat came before what is wrong.
  ///   - isTail: whether no update came after what is missing.
  func rule(
    _ rule: Int, for connection: PipelineRecording.Connection, _ isBehindHeartbeat: Bool = false,
    _ isTail: Bool = false
  ) -> Int {
    if rule == 207, vocabulary == .agUI { return 813 }
    guard rule < 300 || [602, 706, 708].contains(rule), rule != 202, rule != 208 else {
      return rule
    }
    // What is missing before something that arrived was lost.
    if rule == 106 { return self.rule(102, for: connection, isBehindHeartbeat, isTail) }
    let isLoss = [102, 201, 203, 204, 207].contains(rule)
    if isLoss, isBesideHeld(connection) || recording.plan == .crowd { return 403 }
    if isTail, isLoss, connection.isAfterEnding {
      return connection.isAfterEnd && connection.lastEventID == nil ? 205 : rule
    }
    if connection.lastEventID != nil { return rule == 105 || rule == 602 ? rule : 501 }
    switch recording.plan {
    case .lineBreaks: return 703
    case .separators: return 705
    case .unicode: return 706
    case .controls: return 708
    default: break
    }
    if connection.isAfterEnd, isLoss { return 205 }
    // A connection that is closed has not lost by a heartbeat what would have followed.
    let isClosed = isTail && connection.ending == .closed
    if isBehindHeartbeat, !isClosed, rule != 104, rule != 105 { return 702 }
    if connection.hasLostCompany, isLoss, !connection.isAfterEnding { return 403 }
    return connection.takenBefore > 0 && [102, 103].contains(rule) ? 504 : rule
  }

  /// Whether another viewer of the run reads nothing for a minute.
  private func isBesideHeld(_ connection: PipelineRecording.Connection) -> Bool {
    recording.plan == .heldUp && !connection.isSlow
  }
}

extension SeenEvent {
  /// Whether it says that a run ended well.
  fileprivate var isAnswer: Bool {
    if case .complete = event.content { true } else { false }
  }
}
