import StatusStreaming

extension DeliveryTrial {
  func bufferLane(of recording: DeliveryRecording) -> BufferLane? {
    BufferLane(capacity: recording.capacity)
  }

  func finding(in recording: DeliveryRecording, against rule: ConformanceRule) -> Finding? {
    // Who comes again is judged, not who was made to fail.
    let isLast = recording.plan.judgesTheLast
    let judged = isLast ? recording.viewers.last : recording.viewers.first
    guard let viewer = judged else {
      return recording.interruption.map {
        Finding(expected: "a viewer to connect", seen: "\($0)")
      }
    }
    var finding = finding(of: viewer, in: recording, against: rule)
    if recording.plan.viewerCount > 1 {
      finding?.viewer = "viewer \(isLast ? recording.viewers.count : 1)"
    }
    finding?.trace = recording.traces.first
    return finding
  }

  private func finding(
    of viewer: DeliveryRecording.Viewer, in recording: DeliveryRecording,
    against rule: ConformanceRule
  ) -> Finding? {
    let verdict = DeliveryJudgement(recording: recording, viewer: viewer)
    switch rule.id {
    case 101...104, 106, 201, 203, 204, 207: return verdict.account.finding(against: rule)
    case 105: return verdict.wrongNumber
    case 107: return verdict.otherOrder
    case 108: return verdict.overlap
    case 202: return verdict.callAfterEnd
    case 205, 404, 504: return verdict.incompleteness
    case 206: return verdict.endlessness
    case 401: return verdict.foreignEvent
    case 402, 501: return verdict.wrongResume
    case 403: return verdict.disturbance
    case 502: return verdict.hiddenExpiry
    case 506: return verdict.lateRefusal
    case 507: return verdict.repeatedRefusal
    case 601: return verdict.hoarding(beyond: readAhead)
    case 602: return verdict.hiddenOverflow
    case 603: return verdict.callAfterFailure
    case 604: return verdict.wrongCancellation(isExplored: isExplored)
    case 606: return verdict.endByRefusal
    case 607: return verdict.untoldRefusal
    case 608: return verdict.untoldEnd
    case 613: return verdict.unendedOutput
    case 614: return sendTimeout.flatMap { verdict.stall(beyond: $0) }
    case 615: return verdict.untoldClose
    case 711: return verdict.silence
    default: return nil
    }
  }
}
