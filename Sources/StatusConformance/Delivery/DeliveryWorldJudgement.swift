import GoldenTranscripts
import StatusStreaming

/// What is wrong in a world of deliveries, by everything that is promised of every run and to every
/// viewer.
struct DeliveryWorldJudgement {
  private typealias Viewer = DeliveryRecording.Viewer

  private let recording: DeliveryRecording
  private let readAhead: Int
  private let sendTimeout: Duration?
  private let isExplored: Bool
  private let logs: [DeliveryLog]
  private(set) var findings: [(rule: Int, finding: Finding)] = []

  init(
    of recording: DeliveryRecording, readAhead: Int, sendTimeout: Duration?, isExplored: Bool
  ) {
    self.recording = recording
    self.readAhead = readAhead
    self.sendTimeout = sendTimeout
    self.isExplored = isExplored
    logs = recording.runs.map { DeliveryLog($0, capacity: recording.worldCapacity) }
    for viewer in recording.viewers {
      judgeCalls(of: viewer)
      if viewer.place.isGone {
        note(506, DeliveryJudgement(recording: recording, viewer: viewer).lateRefusal, viewer)
      } else {
        judgeArrivals(of: viewer)
      }
    }
    findings.sort { $0.rule < $1.rule }
  }

  private mutating func note(_ rule: Int, _ finding: Finding?, _ viewer: Viewer) {
    guard var finding else { return }
    if recording.viewers.count > 1 { finding.seen += " (\(viewer.place.name))" }
    finding.viewer = viewer.place.name
    finding.trace = recording.runs[viewer.place.run].trace
    findings.append((rule, finding))
  }

  /// Judges what was asked of a sink, and when.
  private mutating func judgeCalls(of viewer: Viewer) {
    let verdict = DeliveryJudgement(recording: recording, viewer: viewer)
    note(108, verdict.overlap, viewer)
    note(202, verdict.callAfterEnd, viewer)
    note(206, verdict.endlessness ?? endlessness(of: viewer, verdict), viewer)
    note(206, silentEnd(of: viewer, verdict), viewer)
    note(601, verdict.hoarding(beyond: readAhead), viewer)
    note(603, verdict.callAfterFailure, viewer)
    note(604, verdict.wrongCancellation(isExplored: isExplored), viewer)
    note(608, verdict.untoldLossOfEnd, viewer)
    if viewer.isOver, !hasFailedOtherwise(viewer, verdict) {
      note(613, verdict.unendedOutput, viewer)
    }
    if viewer.isOver { note(615, verdict.untoldFailureOfClose, viewer) }
    note(614, haste(of: viewer, verdict), viewer)
    note(711, verdict.silence, viewer)
  }

  /// A send that was given up although it had not taken too long.
  private func haste(of viewer: Viewer, _ verdict: DeliveryJudgement) -> Finding? {
    sendTimeout.flatMap { viewer.isCancelled ? nil : verdict.haste(within: $0) }
  }

  /// A connection that goes on although its trace is gone, which it has seen.
  private func endlessness(of viewer: Viewer, _ verdict: DeliveryJudgement) -> Finding? {
    guard verdict.isEndless, recording.runs[viewer.place.run].isRemoved, !viewer.place.isGone,
      !viewer.isCancelled, viewer.failure == nil, !viewer.arrivals.isEmpty
    else { return nil }
    return Finding(
      expected: "the connection's closure to return after its trace was removed",
      seen: verdict.ending)
  }

  /// A connection that ends as if all had been told, although a read has failed, or its trace was
  /// removed before.
  private func silentEnd(of viewer: Viewer, _ verdict: DeliveryJudgement) -> Finding? {
    // An end that was offered in vain is another rule's.
    if viewer.place.isGone || verdict.untoldLossOfEnd != nil { return nil }
    let run = recording.runs[viewer.place.run]
    let newest = run.isFinished ? logs[viewer.place.run].events.count : nil
    return verdict.untoldFailureOfRead(before: newest)
      ?? (run.isRemoved ? verdict.untoldRemoval(before: newest) : nil)
  }

  /// Whether a connection that was cancelled has ended since something else has failed, which leaves its
  /// output to whoever is told.
  private func hasFailedOtherwise(_ viewer: Viewer, _ verdict: DeliveryJudgement) -> Bool {
    viewer.tellsFailure
      && (viewer.place.failedReads > 0 || isOfSharedRead(viewer) || verdict.hasRefused
        || recording.runs[viewer.place.run].isRemoved)
  }

  private mutating func judgeArrivals(of viewer: Viewer) {
    let place = viewer.place
    let verdict = DeliveryJudgement(recording: recording, viewer: viewer)
    let start = viewer.cursor.rawValue
    let log = logs[place.run]
    if viewer.refusals != SinkRefusals() { note(507, verdict.repeatedOffer, viewer) }
    var walk = DeliveryWalk(
      viewer.arrivals, after: start, in: log, refusing: viewer.refusals)
    // What was cut short by a limit is not known to have been lost.
    let isKnown = viewer.outcome != nil || viewer.isStopped
    walk.finish(isCut: !isKnown || isCut(viewer, verdict), verdict.ending)
    let isRefused = walk.end == nil && verdict.hasRefused
    for (rule, finding) in walk.findings {
      if isRefused, [102, 201, 204, 207].contains(rule) {
        note(606, finding, viewer)
      } else {
        let isForeign = rule == 104 && isForeign(finding, viewer)
        note(self.rule(isForeign ? 401 : rule, finding, for: viewer), finding, viewer)
      }
    }
    if log.isFinished, start == log.events.count, verdict.isEndless, !viewer.isCancelled {
      note(
        501,
        Finding(
          expected: """
            the connection to end without an event, since the viewer has all up to \
            #\(viewer.cursor), the terminal event
            """, seen: verdict.ending), viewer)
    }
  }

  /// Whether a connection may have ended before its trace.
  private func isCut(_ viewer: Viewer, _ verdict: DeliveryJudgement) -> Bool {
    let run = recording.runs[viewer.place.run]
    if viewer.isCancelled || viewer.failure != nil || run.isRemoved { return true }
    // Another rule says so.
    if haste(of: viewer, verdict) != nil { return true }
    if viewer.isStopped { return viewer.isOverrun }
    // A loop may end when a read fails, but not wait for ever; and so may all that share the reader.
    return isOfSharedRead(viewer) || viewer.place.failedReads > 0
  }

  /// Whether a connection may have ended by a read that has failed for another one, whatever it threw.
  private func isOfSharedRead(_ viewer: Viewer) -> Bool {
    guard case .threw = viewer.outcome else { return false }
    return recording.viewers.contains { $0.place.failedReads > 0 }
  }

  /// Whether what nobody has said was said in another trace.
  private func isForeign(_ finding: Finding, _ viewer: Viewer) -> Bool {
    guard case .event(let number) = finding.place else { return false }
    let event = SeenEvent(viewer.arrivals[number - 1]).unnumbered
    let trace = recording.runs[viewer.place.run].trace
    return recording.runs.indices.contains { index in
      recording.runs[index].trace != trace && logs[index].contains(unmarked(event, in: index))
    }
  }

  /// The same event as one of another run's trace.
  private func unmarked(_ event: SeenEvent, in run: Int) -> SeenEvent {
    var event = event.event
    event.trace = recording.runs[run].trace
    return SeenEvent(event)
  }

  /// The rule that a reader would expect to be charged.
  ///
  /// What is wrong with every viewer has its own rule; what is wrong with those alone that come late,
  /// again or in a second run has theirs, since other connections show the former too.
  private func rule(_ rule: Int, _ finding: Finding, for viewer: Viewer) -> Int {
    let isAboutContent = [101, 102, 103, 104, 106, 201, 203, 204, 207].contains(rule)
    if viewer.cursor > .zero {
      return rule == 401 ? 402 : isAboutContent ? 501 : rule
    }
    guard isAboutContent else { return rule }
    let place = viewer.place
    if isOfFirstRun(finding, viewer) { return 404 }
    if rule == 101, isOtherOrder(viewer) { return 107 }
    guard rule != 106 else { return rule }
    if place.isLate { return 205 }
    if place.publishedBefore > 0, [101, 102, 103, 104].contains(rule) { return 504 }
    let isCutShort = rule == 102 || rule == 201
    return isCutShort && isDisturbed(viewer) ? 403 : rule
  }

  /// Whether a second run doesn't begin anew, though its id's first run was followed without a fault:
  /// its beginning is missing, or something of the first one's is shown.
  private func isOfFirstRun(_ finding: Finding, _ viewer: Viewer) -> Bool {
    let run = recording.runs[viewer.place.run]
    guard run.isSecond, wasFollowed(before: viewer.place.run) else { return false }
    guard case .event(let number) = finding.place, number > 1 else { return true }
    guard viewer.arrivals.indices.contains(number - 1) else { return false }
    let event = SeenEvent(viewer.arrivals[number - 1]).unnumbered
    return recording.runs.indices.contains { index in
      !recording.runs[index].isSecond && recording.runs[index].trace == run.trace
        && logs[index].contains(event)
    }
  }

  /// Whether the id's first run was followed to its end without a fault.
  private func wasFollowed(before run: Int) -> Bool {
    recording.viewers.contains { other in
      let first = recording.runs[other.place.run]
      guard !first.isSecond, first.trace == recording.runs[run].trace, other.cursor == .zero
      else { return false }
      let walk = DeliveryWalk(
        other.arrivals, after: 0, in: logs[other.place.run], refusing: other.refusals)
      return walk.end != nil && walk.findings.isEmpty
    }
  }

  /// Whether another viewer of the run has seen all in its order.
  private func isOtherOrder(_ viewer: Viewer) -> Bool {
    recording.viewers.contains { other in
      guard other.place.run == viewer.place.run, other.place.person != viewer.place.person,
        other.cursor == .zero
      else { return false }
      let walk = DeliveryWalk(other.arrivals, after: 0, in: logs[viewer.place.run])
      return other.arrivals.count > 1 && !walk.findings.contains { $0.rule == 101 }
    }
  }

  /// Whether another viewer's connection had failed or been cancelled before this one ended.
  private func isDisturbed(_ viewer: Viewer) -> Bool {
    recording.viewers.contains { other in
      guard other.place.run == viewer.place.run, other.place.person != viewer.place.person,
        other.isCancelled || other.failure != nil, let ended = other.ended
      else { return false }
      return ended <= viewer.ended ?? ended
    }
  }
}
