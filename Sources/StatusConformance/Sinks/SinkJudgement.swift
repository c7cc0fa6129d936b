import GoldenTranscripts
import StatusStreaming

/// What is wrong with a connection of a world, by everything that is promised of every connection.
struct SinkJudgement<Decoder: StatusDecoder, Sink: StatusSink> {
  private let view: ConnectionView
  private let recording: SinkRecording
  private let trial: SinkTrial<Decoder, Sink>
  /// The events that were sent and not refused as too large.
  private var sent: [StreamEvent] = []
  private(set) var findings: [(rule: Int, finding: Finding)] = []

  init(of view: ConnectionView, in recording: SinkRecording, by trial: SinkTrial<Decoder, Sink>) {
    self.view = view
    self.recording = recording
    self.trial = trial
    judgeCalls()
    judgeWriting()
    judgeBytes()
    if view.failure != nil { judgeFailure() } else { judgeEvents() }
    judgeAGUI()
    findings.sort { $0.rule < $1.rule }
  }

  private mutating func note(_ rule: Int, _ finding: Finding?) {
    if let finding { findings.append((rule, finding)) }
  }

  // MARK: What is no fault of the sink's

  private var isBroken: Bool { view.writes.contains { $0.outcome == .threw } }

  /// Whether the connection may end early: it was lost, cancelled, or given up since it was slow.
  private var isExcused: Bool { isBroken || view.cancelled != nil || view.isSlow }

  /// Whether what arrived may be less than what was sent.
  private var isCut: Bool {
    isBroken
      || view.calls.indices.contains { view.calls[$0].outcome != .returned && !isRefused($0) }
  }

  /// Whether a call was refused since one of its events may be too large.
  private func isRefused(_ number: Int) -> Bool {
    let call = view.calls[number]
    guard case .threw = call.outcome else { return false }
    let isLost = view.writes.contains { $0.outcome == .threw && $0.calls <= number + 1 }
    return !isLost && call.offered.contains(where: trial.mayBeTooLarge)
  }

  // MARK: Calls

  private mutating func judgeCalls() {
    for (number, call) in view.calls.enumerated() {
      judgeSizes(in: call, number)
      if call.outcome == .returned {
        sent += call.accepted
      } else if !isRefused(number) {
        // Any part of it may have been written.
        sent += call.offered
      }
      switch call.outcome {
      case .threw(let error):
        if isExcused || isRefused(number) || view.lateHeartbeats.contains(number) { continue }
        note(
          102,
          Finding(
            expected: "\(call.kind) to return", seen: "it threw \(error)", at: .call(number + 1)))
      case .running: judgeWaiting(call, number)
      case .returned: break
      }
    }
    if !isExcused { note(209, view.refusedHeartbeat) }
    if case .endless(let reason) = recording.interruption,
      view.calls.allSatisfy({ $0.outcome != .running })
    {
      note(
        604,
        Finding(
          expected: "the sink's tasks to end when they are cancelled after the connection",
          seen: reason))
    }
  }

  /// Judges a call that never returned.
  private mutating func judgeWaiting(_ call: ConnectionView.Call, _ number: Int) {
    let reason: String
    switch recording.interruption {
    case .endless(let text): reason = text
    // Where nothing lasts for long, who uses up all steps does not wait but spins.
    case .cut(let text) where !isLong: reason = text
    case .cut, .escaped, nil: return
    }
    note(
      view.cancelled != nil ? 604 : isBroken ? 603 : 102,
      Finding(expected: "\(call.kind) to return", seen: reason, at: .call(number + 1)))
  }

  private var isLong: Bool {
    view.isSlow || recording.world?.has(.silence) == true || recording.views.count > 1
  }

  /// Judges what becomes of events that may be too large.
  private mutating func judgeSizes(in call: ConnectionView.Call, _ number: Int) {
    let limit = trial.sizeLimit ?? 0
    if case .send(let event) = call.kind, isRefused(number), view.cancelled == nil,
      view.largest[event.trace]?.contains(event.sequence) == true, case .update = event.payload
    {
      note(
        102,
        Finding(
          expected: "send(_:) to return, since its event takes \(limit) bytes and no more",
          seen: "it threw", at: .call(number + 1)))
    }
    if call.accepted.contains(where: trial.isTooLarge) {
      note(
        707,
        Finding(
          expected: "an update with more than \(limit) bytes to be refused",
          seen: "\(call.kind) returned", at: .call(number + 1)))
    } else if let size = trial.writtenSize(ofCall: number, in: view), size > limit {
      note(
        707,
        Finding(
          expected: "an event that takes \(size) bytes to be refused; \(limit) bytes are allowed",
          seen: "\(call.kind) returned", at: .call(number + 1)))
    }
  }

  /// A write during a call that refused its event, where something is wrong with what was written.
  private var spill: Finding? {
    for number in view.calls.indices where isRefused(number) {
      guard case .send = view.calls[number].kind,
        let write = view.writes.first(where: { $0.calls == number + 1 && !$0.range.isEmpty })
      else { continue }
      return Finding(
        expected: "nothing of an event that is refused as too large to be written",
        seen: "a write of \(write.size) bytes", at: .call(number + 1))
    }
    return nil
  }

  /// What a client reads because an event was refused: a heartbeat that nobody had asked for, or no
  /// retry time where another connection of the run, of which nothing was refused, has one.
  private var traceOfRefusal: Finding? {
    let refused = view.calls.indices.filter(isRefused)
    let firstBeat = view.calls.firstIndex { $0.kind == .heartbeat } ?? .max
    for reading in view.readings {
      let number = view.writes[reading.write].calls - 1
      guard case .heartbeat = reading.observation, refused.contains(number), number < firstBeat
      else { continue }
      return Finding(
        expected: "nothing to be read because an event was refused", seen: "a heartbeat",
        at: .call(number + 1))
    }
    guard trial.format == .eventStream, !refused.isEmpty, !isExcused, !view.seen.isEmpty,
      view.retryTime == nil
    else { return nil }
    let others = recording.views.filter { other in
      other.calls.allSatisfy { $0.outcome == .returned } && !other.seen.isEmpty
    }
    return others.lazy.compactMap(\.retryTime).first.map { time in
      Finding(
        expected: "the retry time \(time), as on a connection of which nothing is refused",
        seen: "no retry time", at: .call(refused[0] + 1))
    }
  }

  private mutating func judgeWriting() {
    note(108, view.overlap)
    note(109, view.miscount)
    note(605, scatteredBatch)
    if view.failure == nil { note(712, traceOfRefusal) }
    let isCancelled = view.cancelled != nil
    if !isCancelled { note(603, view.silence) } else { note(604, view.delay) }
    note(616, view.lostWrite)
    note(601, trial.crowd(in: view))
    note(202, trial.excess(in: view))
    note(202, view.writeAfterClose)
    if !isExcused {
      note(208, view.untoldEnd)
      note(711, view.lackOfHeartbeats(within: trial.alertness))
    }
    if !sent.contains(where: \.payload.isTerminal), view.failure == nil {
      let isTold = !trial.observes.isDisjoint(with: [.answers, .traces])
      note(isTold ? 104 : 208, view.pretence)
    }
    note(208, view.falseEnd)
  }

  /// A batch of events that fit into any write, and are not written at once.
  private var scatteredBatch: Finding? {
    var view = view
    view.calls.removeAll { call in
      call.offered.prefix(2).contains { $0.textSize > 400 }
    }
    return view.scatteredBatch
  }

  // MARK: Bytes

  private mutating func judgeBytes() {
    note(503, trial.orphanNumber(in: view))
    if !recording.cuts.isEmpty, view == recording.views.first {
      note(701, trial.dependenceOnChunks(in: view, at: recording.cuts))
    }
    note(704, view.nulInID)
    // What is cut may end within a character.
    if !isCut { note(706, trial.invalidText(in: view)) }
    if trial.capabilities.contains(.terminal) { note(708, view.activeCharacter) }
    // No line can be broken but at odd characters, or at a width.
    let world = recording.world
    if world?.has(.oddTexts) == true || world?.has(.longTexts) == true {
      note(709, trial.brokenLine(in: view))
    }
    note(710, trial.isFrameFault(view) ? trial.illegalFrame(in: view, .world) : nil)
  }

  /// Charges bytes that can't be read to what is most likely their cause.
  private mutating func judgeFailure() {
    guard let failure = view.failure, !trial.isFrameFault(view) else { return }
    if let rule = failure.ownRule {
      // Whatever else is not as it should be follows from it.
      findings = []
      return note(rule, trial.agUI(view).findings[rule] ?? view.unreadable)
    }
    // Another rule says so.
    if trial.isEnded(view, before: failure) || view.writeAfterClose != nil { return }
    if let spill { return note(707, spill) }
    let write = view.writes[failure.write]
    if write.isAfterFailure || (view.cancelled ?? .max) <= failure.write {
      return note(106, view.unreadable)
    }
    let number = write.calls - 1
    let calls = view.calls.indices.contains(number) ? view.calls[max(number - 1, 0)...number] : []
    if calls.contains(where: { $0.kind == .heartbeat }) { return note(702, view.unreadable) }
    let ended = Set(sent.lazy.filter(\.payload.isTerminal).map(\.trace))
    if calls.last?.kind == .close, sent.contains(where: { !ended.contains($0.trace) }) {
      return note(208, view.unreadable)
    }
    note(104, view.unreadable)
  }

  private mutating func judgeAGUI() {
    guard trial.vocabulary == .agUI, view.failure == nil else { return }
    for (rule, finding) in trial.agUI(view).findings { note(rule, finding) }
  }

  // MARK: Events

  private mutating func judgeEvents() {
    note(104, view.wrongTime)
    let expected = sent.compactMap(view.seenEvent)
    let seen = view.seen
    guard trial.observes.contains(.traces) else { return judge(seen, of: expected) }
    var traces: [TraceID?] = []
    for trace in (expected + seen).map(\.event.trace) where !traces.contains(trace) {
      traces.append(trace)
    }
    for trace in traces {
      let first = findings.count
      let places = seen.indices.filter { seen[$0].event.trace == trace }
      judge(places.map { seen[$0] }, of: expected.filter { $0.event.trace == trace })
      // What belongs to another trace is counted among all.
      for index in first..<findings.count where findings[index].rule != 401 {
        findings[index].finding.countPlace(among: places, of: seen.count)
      }
    }
  }

  private mutating func judge(_ seen: [SeenEvent], of expected: [SeenEvent]) {
    let told = SinkReconciliation(expected: expected, seen: seen)
    note(105, told.misnumbered)
    guard let fault = told.fault(isCut: isCut, cause: view.cause) else { return }
    note(707, spill)
    if let mixing = view.mixing(with: recording.views) {
      // What is missing here has arrived there.
      return note(401, mixing)
    }
    if let rule = fault.rule {
      return note(self.rule(rule, forDifferenceAt: fault.place, in: told), fault.finding)
    }
    let viewerHistory = ViewerHistory(
      expected: told.expected, seen: told.seen, isCut: isCut, cause: view.cause)
    for (rule, finding) in viewerHistory.findings(of: ConformanceRule.sink, or: fault) {
      note(self.rule(rule, forDifferenceAt: fault.place, in: told), finding)
    }
  }

  /// The rule that a reader expects: what is lost behind a heartbeat is lost by it.
  private func rule(
    _ rule: Int, forDifferenceAt place: Int, in told: SinkReconciliation
  ) -> Int {
    guard [102, 104, 106, 201, 204, 207, 602].contains(rule), place < told.expected.count else {
      return rule == 207 && trial.vocabulary == .agUI ? 813 : rule
    }
    let event = told.expected[place]
    let number = view.calls.firstIndex { $0.offered.contains { view.seenEvent($0) == event } }
    let isBehindHeartbeat = number.map { $0 > 0 && view.calls[$0 - 1].kind == .heartbeat } ?? false
    // What arrives altered was altered by itself.
    if isBehindHeartbeat, rule != 104 { return 702 }
    if rule == 207, trial.vocabulary == .agUI { return 813 }
    if let number, case .batch = view.calls[number].kind, isRefused(number) { return 713 }
    // What has its number is there, and was altered by itself.
    let isThere =
      rule == 104 && place < told.seen.count && event.event.sequence != nil
      && told.seen[place].event.sequence == event.event.sequence
    let isCancelled = [102, 104].contains(rule) && view.cancelled != nil && !isBroken
    return isCancelled && !isThere ? 106 : rule
  }
}
