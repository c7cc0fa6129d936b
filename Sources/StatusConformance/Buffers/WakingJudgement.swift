import GoldenTranscripts
import StatusStreaming

/// What is wrong with waits for events, by when each had to end.
struct WakingJudgement {
  private let recording: BufferRecording
  private let lives: [BufferLife]
  private let byteLimit: Int?

  init(of recording: BufferRecording, _ lives: [BufferLife], byteLimit: Int?) {
    self.recording = recording
    self.lives = lives
    self.byteLimit = byteLimit
  }

  /// From when on a wait is late.
  private struct Due {
    let time: Duration
    let cause: String
  }

  /// Whether somebody waits who had to be woken.
  var isSomebodyAsleep: Bool {
    recording.calls.enumerated().contains { place, call in
      call.isWait && call.answer == nil && due(place, call) != nil
    }
  }

  /// The first wait that did not end in time, or threw where there was or could be more.
  var finding: Finding? {
    let calls = recording.calls
    let last = calls.map { max($0.began, $0.ended ?? .zero) }.max() ?? .zero
    let now = max(last, recording.lastLook)
    for (place, call) in calls.enumerated() where call.isWait {
      // Most waits are short, and to look at each call of the run for each of them takes long.
      let end = call.ended ?? now
      if end - call.began >= recording.patience, let due = due(place, call),
        end - due.time >= recording.patience
      {
        return Finding(
          expected: "\(call): to end within \(recording.patience), since \(due.cause)",
          seen: delay(of: call, since: due.time, until: end), at: .call(place + 1))
      }
      if call.error != nil, isRefusalWrong(place, call) {
        return Finding(
          expected: "\(call): to wait, or to return", seen: call.ending, at: .call(place + 1))
      }
    }
    return nil
  }

  private func delay(of call: BufferCall, since due: Duration, until end: Duration) -> String {
    guard call.ended != nil else { return "it has not returned \(end - due) later" }
    if let cancelled = call.cancelled, cancelled > due {
      return "\(cancelled - due) later it still waited, when it was cancelled"
    }
    return "\(end - due) later: \(call.ending)"
  }

  private func due(_ place: Int, _ call: BufferCall) -> Due? {
    var dues: [Due] = []
    if let time = call.cancelled { dues.append(Due(time: time, cause: "it was cancelled")) }
    switch call.operation {
    case .waitElsewhere:
      dues.append(Due(time: call.began, cause: "the cursor counts another history"))
    case .wait(let cursor):
      if cursor > 0, isGone(call.trace, at: place), !isOpened(call.trace, soonAfter: call.began) {
        dues.append(Due(time: call.began, cause: "\(call.trace) is not there"))
      }
      for life in lives where life.trace == call.trace {
        dues += self.dues(of: call, place, after: cursor, in: life)
      }
    default: break
    }
    return dues.min { $0.time < $1.time }
  }

  /// Whether a trace is certainly not there when a call begins: never opened, or removed.
  private func isGone(_ trace: TraceID, at place: Int) -> Bool {
    let earlier = recording.calls[..<place]
    let opening = earlier.lastIndex {
      $0.trace == trace && $0.operation == .open && $0.error == nil
    }
    guard let opening else { return true }
    return earlier[opening...].contains {
      $0.trace == trace && $0.operation == .remove && $0.callsBefore <= place
    }
  }

  /// Whether a trace is opened so soon after a moment that who looks now and then may not have seen
  /// that it was gone.
  private func isOpened(_ trace: TraceID, soonAfter time: Duration) -> Bool {
    lives.contains { life in
      let opened = life.opening.call.ended ?? .zero
      return life.trace == trace && opened >= time
        && life.opening.call.began - time < recording.patience
    }
  }

  private func dues(
    of call: BufferCall, _ place: Int, after cursor: Int, in life: BufferLife
  ) -> [Due] {
    let isEarly = life.opening.call.callsBefore > place
    guard isEarly ? cursor == 0 : life.surelyHolds(atBeginningOf: place, call) else { return [] }
    var dues: [Due] = []
    let removal = life.removal?.call
    let isReplaced = removal.map { isOpened(call.trace, soonAfter: $0.ended ?? .zero) } ?? false
    if cursor > 0, !isReplaced, let removal, let ended = removal.ended {
      dues.append(Due(time: max(ended, call.began), cause: "\(removal)"))
    }
    // For who has seen nothing, or looks when there is another run, one that was removed before
    // anybody looked has not been there.
    let removed = cursor == 0 || isReplaced ? removal?.began : nil
    // To make room, a trace that has ended may be let go of.
    let mayBeLetGo = byteLimit != nil && cursor == 0
    for (index, other) in life.calls where !other.isWait {
      guard let ended = other.ended else { continue }
      if let removed, removed - ended < recording.patience { continue }
      let isEarlier = other.callsBefore <= place
      if let number = other.number, number > cursor || other.isFinish {
        if isEarlier, mayBeLetGo, life.endings.contains(where: { $0.place < place }) { continue }
        dues.append(Due(time: max(ended, call.began), cause: "\(other)"))
      } else if index > place, other.caller != BufferRecording.quitter,
        tellsOfMore(other, after: cursor)
      {
        dues.append(Due(time: ended, cause: "\(other): \(other.ending)"))
      }
    }
    return dues
  }

  /// Whether a read shows that there is something to wake for: an event, or that the trace is gone.
  private func tellsOfMore(_ read: BufferCall, after cursor: Int) -> Bool {
    guard case .read(0, _) = read.operation else { return false }
    if read.error != nil { return cursor > 0 }
    return read.events?.contains { $0.event.sequence?.rawValue ?? 0 > cursor } ?? false
  }

  /// Whether a wait that threw was for a trace that is surely there, or can still be opened.
  private func isRefusalWrong(_ place: Int, _ call: BufferCall) -> Bool {
    guard case .wait(let cursor) = call.operation, call.cancelled == nil else { return false }
    if let life = lives.last(where: { $0.trace == call.trace && $0.opening.place < place }) {
      let mayBeLetGo = byteLimit != nil && life.mayHaveEnded(before: call)
      return life.surelyHolds(place, call) && !mayBeLetGo && cursor <= life.most(at: call)
    }
    let before = recording.calls[..<min(call.callsBefore, recording.calls.count)]
    return cursor == 0 && !before.contains { $0.trace == call.trace && $0.operation == .remove }
  }
}

extension BufferRecording {
  /// A wait that did not end when it had to.
  func wrongWait(keptFor retention: Duration, byteLimit: Int?) -> Finding? {
    WakingJudgement(of: self, lives(keptFor: retention), byteLimit: byteLimit).finding
  }
}
