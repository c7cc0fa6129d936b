import GoldenTranscripts
import StatusStreaming

/// What is wrong in a world, by everything that is promised of every run of a buffer.
///
/// The numbers that appends return say what a trace's log is; then each read is held against it.
struct BufferJudgement {
  let recording: BufferRecording
  let capacity: Int?
  private let byteLimit: Int?
  let isResumable: Bool
  let lives: [BufferLife]
  /// Who has read the run that is judged from its beginning.
  var readers: Set<String> = []
  private(set) var findings: [(rule: Int, finding: Finding)] = []

  init(
    of recording: BufferRecording, capacity: Int?, limits: StatusBuffer.Limits, retention: Duration,
    isResumable: Bool
  ) {
    self.recording = recording
    self.capacity = capacity
    byteLimit = limits.bytes
    self.isResumable = isResumable
    lives = recording.lives(keptFor: retention)
    judgeRun()
    judgeAbsence(hasRoom: limits.traces == nil && limits.bytes == nil)
    judgeBytes()
    let waits = WakingJudgement(of: recording, lives, byteLimit: byteLimit)
    if let finding = waits.finding { findings.append((110, finding)) }
    if let finding = recording.wrongTime(in: lives) { findings.append((111, finding)) }
    for life in lives {
      judgeWriting(in: life)
      readers = []
      for (place, call) in life.calls where life.surelyHolds(place, call) {
        judgeReading(place, call, in: life)
      }
    }
    // Two traces that are kept as one share their numbers and their end as well.
    if findings.contains(where: { $0.rule == 401 }) { findings.removeAll { $0.rule < 401 } }
    findings.sort { $0.rule < $1.rule }
  }

  mutating func note(
    _ rule: Int, _ place: Int, expected: String, seen: String? = nil
  ) {
    let call = recording.calls[place]
    let seen = seen ?? "\(call): \(call.ending)"
    findings.append(
      (rule, Finding(expected: expected, seen: seen, at: .call(place + 1))))
  }

  /// Judges what is not about one run of a trace.
  private mutating func judgeRun() {
    for (place, call) in recording.calls.enumerated() {
      if case .readElsewhere = call.operation, call.events != nil {
        note(
          505, place,
          expected:
            "an error, since the buffer has \(recording.epoch.map { "the epoch \($0)" } ?? "no epoch")"
        )
      }
      if call.answer == nil, recording.interruption != nil, !call.isWait {
        note(102, place, expected: "every call to return", seen: "\(call) has not")
      }
      if let events = call.events, !events.isEmpty, call.trace == "never-opened" {
        note(104, place, expected: "nothing of a trace that was never opened")
      }
    }
    for life in lives {
      for (place, call) in life.calls where call.operation == .open && place != life.opening.place {
        guard life.surelyHolds(place, call) || life.isOpenedBeside(place, call),
          call.answer == .done, !mayLackRoom(for: life, at: call)
        else { continue }
        note(
          104, place,
          expected: "an error, since the trace is kept: two runs must not share an id")
      }
    }
  }

  /// Judges appends and ends of a run.
  private mutating func judgeWriting(in life: BufferLife) {
    var numbers: Set<Int> = []
    var accepted = 0
    var end: (place: Int, call: BufferCall)?
    for (place, call) in life.calls where call.content != nil {
      let isRemoved = life.removal.map { $0.place < call.callsBefore } ?? false
      guard let number = call.number else {
        if call.error != nil, life.surelyHolds(place, call) {
          judgeRefusal(place, call, in: life, accepted)
        }
        continue
      }
      if let end, end.call.callsBefore <= place, !isRemoved {
        note(call.isFinish ? 201 : 202, place, expected: "an error, since the trace has ended")
        continue
      }
      if call.isFinish {
        if let end {
          if !isRemoved {
            note(
              201, place, expected: "one of two ends to be refused, and \(end.call) was accepted")
          }
          continue
        }
        end = (place, call)
      } else {
        accepted += 1
      }
      if !numbers.insert(number).inserted {
        note(105, place, expected: "a number that no other update of the trace has")
      }
    }
    judgeNumbers(numbers, in: life, end)
  }

  private mutating func judgeRefusal(
    _ place: Int, _ call: BufferCall, in life: BufferLife, _ accepted: Int
  ) {
    let isOver = life.endings.contains { $0.place != place && $0.place < call.callsBefore }
    if isOver { return }
    if call.isFinish {
      let isCancelled = call.isOfCancelledTask
      note(
        isCancelled ? 207 : 201, place,
        expected: "the end to be accepted, since the trace is open")
    } else if call.isOfCancelledTask {
      // Nobody is left who would miss it.
      return
    } else if byteLimit != nil {
      judgeRefusalOfBytes(place, call)
    } else if capacity.map({ accepted < $0 }) ?? true {
      note(102, place, expected: "the update to be accepted, since the trace is open")
    }
  }

  /// Judges the refusal of an update by a buffer that counts bytes: how many an update takes it alone
  /// knows, but not more than all when nothing is held.
  private mutating func judgeRefusalOfBytes(_ place: Int, _ call: BufferCall) {
    guard case .append(let update) = call.operation, let byteLimit else { return }
    let held = held(before: place)
    let isPlain = update == .thinking(update.message ?? "")
    if isPlain, let held, !held.isAtCapacity,
      held.hasRoom(for: update.message?.utf8.count ?? 0, in: byteLimit)
    {
      note(610, place, expected: "the update to be accepted, since \(held)")
    }
    if let code = call.code, code != .tooManyBytes, capacity == nil || code != .full {
      note(
        610, place,
        expected: "a BufferError with the code tooManyBytes, or an error of another type")
    }
  }

  /// What a buffer of one trace may hold at most when a call begins; `nil` where that can't be told,
  /// since there are several, or an end, which may take any number of bytes.
  private func held(before place: Int) -> HeldBytes? {
    var held = HeldBytes(capacity: capacity)
    for call in recording.calls[..<place] {
      switch call.operation {
      case .append where call.error == nil: held.add(call.content?.event.content.texts.count ?? 0)
      case .open where call.trace != recording.calls[place].trace, .finish, .remove: return nil
      default: break
      }
    }
    return held
  }

  /// Whether the trace may have been let go of for want of room, since it had ended.
  func mayLackRoom(for life: BufferLife, at call: BufferCall) -> Bool {
    byteLimit != nil && life.mayHaveEnded(before: call)
  }

  /// Judges how much is held when the last update has been accepted.
  private mutating func judgeBytes() {
    guard let byteLimit,
      let last = recording.calls.lastIndex(where: { $0.isAppend && $0.number != nil })
    else { return }
    let call = recording.calls[last]
    var bytes = 0
    for life in lives where life.surelyHolds(last, call) && !mayLackRoom(for: life, at: call) {
      var held = HeldBytes(capacity: capacity)
      for (place, call) in life.calls where call.number != nil {
        guard place == last || call.callsBefore <= last, case .append(let update) = call.operation
        else { continue }
        held.add(update.message?.utf8.count ?? 0)
      }
      bytes += held.least
    }
    if bytes > byteLimit {
      note(
        610, last,
        expected: "an error, since the messages held come to \(bytes) bytes; the limit is "
          + "\(byteLimit)", seen: "\(call.caller) appends to \(call.trace): \(call.ending)")
    }
  }

  private mutating func judgeNumbers(
    _ numbers: Set<Int>, in life: BufferLife, _ end: (place: Int, call: BufferCall)?
  ) {
    let writes = life.calls.filter { $0.call.number != nil }
    if let wrong = writes.first(where: {
      !(1...max(numbers.count, 1)).contains($0.call.number ?? 0)
    }) {
      note(
        105, wrong.place,
        expected: "one of the numbers 1 to \(numbers.count), which are as many as were accepted")
    }
    if let end, let number = end.call.number, let last = numbers.max(), number < last {
      let isRemoved = life.removal != nil
      if !isRemoved { note(203, end.place, expected: "a number above \(last), the last update's") }
    }
    var highest: (number: Int, ended: Int)?
    for (place, call) in writes {
      guard let number = call.number else { continue }
      if let highest, highest.ended <= place, number < highest.number, life.removal == nil {
        note(101, place, expected: "a number above \(highest.number), which an earlier append has")
        break
      }
      if number > highest?.number ?? 0, call.callsBefore <= recording.calls.count {
        highest = (number, call.callsBefore)
      }
    }
  }
}

extension BufferTrial {
  func findings(
    in recording: BufferRecording, of world: World<BufferSituation>
  ) -> [(rule: Int, finding: Finding)] {
    BufferJudgement(
      of: recording, capacity: capacity, limits: limits, retention: retention,
      isResumable: capabilities.contains(.resumable)
    ).findings
  }
}

/// What is judged of traces that are not there.
extension BufferJudgement {
  /// Judges reads of traces that were removed, and openings of ids that nobody has.
  ///
  /// - Parameter hasRoom: whether there can be any number of traces.
  mutating func judgeAbsence(hasRoom: Bool) {
    var changes: [TraceID: [(place: Int, call: BufferCall)]] = [:]
    for (place, call) in recording.calls.enumerated()
    where call.operation == .open || call.operation == .remove {
      changes[call.trace, default: []].append((place, call))
    }
    for (place, call) in recording.calls.enumerated() {
      guard let changes = changes[call.trace] else { continue }
      switch call.operation {
      case .read:
        guard let events = call.events, let first = events.first,
          let removal = changes.last(where: { $0.call.operation == .remove && $0.place < place }),
          !mayBeThere(place, call, changes)
        else { continue }
        note(
          104, place, expected: "nothing, since \(removal.call)", seen: "\(first), given to \(call)"
        )
      case .open:
        // What a task does that is cancelled may be refused.
        guard hasRoom, call.error != nil, !call.isOfCancelledTask, !mayBeThere(place, call, changes)
        else { continue }
        note(102, place, expected: "the trace to be opened, since nothing has its id")
      default: continue
      }
    }
  }

  /// Whether a trace may be there for a call: one that was opened before the call ended, and is not
  /// known to have been removed between.
  private func mayBeThere(
    _ place: Int, _ call: BufferCall, _ changes: [(place: Int, call: BufferCall)]
  ) -> Bool {
    changes.contains { opening in
      guard opening.call.operation == .open, opening.place != place,
        opening.place < call.callsBefore, opening.call.error == nil
      else { return false }
      return !changes.contains { removal in
        removal.call.operation == .remove && opening.call.callsBefore <= removal.place
          && removal.call.callsBefore <= place
      }
    }
  }
}
