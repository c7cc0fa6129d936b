import GoldenTranscripts
import StatusStreaming

/// What is wrong in a world, by everything that is promised of every run of a buffer.
///
/// The numbers that appends return say what a trace's log is; then each read is held against it.
struct BufferJudgement {
  private let recording: BufferRecording
  private let capacity: Int?
  private let isResumable: Bool
  private let lives: [BufferLife]
  /// Who has read the run that is judged from its beginning.
  private var readers: Set<String> = []
  private(set) var findings: [(rule: Int, finding: Finding)] = []

  init(
    of recording: BufferRecording, capacity: Int?, retention: Duration, isResumable: Bool
  ) {
    self.recording = recording
    self.capacity = capacity
    self.isResumable = isResumable
    lives = recording.lives(keptFor: retention)
    judgeRun()
    for life in lives {
      judgeWriting(in: life)
      readers = []
      for (place, call) in life.calls where life.surelyHolds(place, call) {
        judgeReading(place, call, in: life)
      }
    }
    findings.sort { $0.rule < $1.rule }
  }

  private mutating func note(
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
      if call.answer == nil, recording.interruption != nil {
        note(102, place, expected: "every call to return", seen: "\(call) has not")
      }
      if let events = call.events, !events.isEmpty, call.trace == "never-opened" {
        note(104, place, expected: "nothing of a trace that was never opened")
      }
    }
    for life in lives {
      for (place, call) in life.calls where call.operation == .open && place != life.opening.place {
        guard life.surelyHolds(place, call), call.answer == .done else { continue }
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
      note(201, place, expected: "the end to be accepted, since the trace is open")
    } else if capacity.map({ accepted < $0 }) ?? true {
      note(102, place, expected: "the update to be accepted, since the trace is open")
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

/// What is judged of reading.
extension BufferJudgement {
  private mutating func judgeReading(_ place: Int, _ call: BufferCall, in life: BufferLife) {
    guard case .read(let cursor, let limit) = call.operation else { return }
    let isResume = isResumable && cursor > 0 && !readers.contains(call.caller)
    if cursor == 0 { readers.insert(call.caller) }
    let least = life.least(at: place)
    guard let events = call.events else {
      guard call.error != nil, call.caller != BufferRecording.quitter, cursor <= least else {
        return
      }
      return note(isResume ? 501 : 102, place, expected: "an answer, since the trace is there")
    }
    if cursor > life.most(at: call), isResumable {
      return note(501, place, expected: "an error, since the newest number is \(least) at most")
    }
    if events.isEmpty, limit > 0, least > cursor {
      let isOver = life.endings.contains { $0.call.callsBefore <= place }
      let isFirst = cursor == 0 && isOver
      return note(
        isResume ? 501 : isFirst ? 205 : 102, place,
        expected: "what follows #\(cursor), of which the newest is #\(least)")
    }
    if events.count > max(limit, 0) {
      return note(isResume ? 501 : 103, place, expected: "no more than \(limit) events")
    }
    judge(events, after: cursor, place, call, in: life, isResume: isResume)
  }

  private mutating func judge(
    _ events: [Sighting], after cursor: Int, _ place: Int, _ call: BufferCall, in life: BufferLife,
    isResume: Bool
  ) {
    var position = cursor
    var hasEnded = false
    var updates = 0
    for (index, event) in events.enumerated() {
      let number = event.event.sequence?.rawValue
      func seen() -> String { "\(event), event \(index + 1) of \(call)" }
      if hasEnded { return note(202, place, expected: "nothing after the end", seen: seen()) }
      if let trace = event.event.trace, trace != life.trace {
        return note(401, place, expected: "events of \(life.trace) alone", seen: seen())
      }
      if event.event.epoch != recording.epoch {
        return note(
          505, place, expected: "events of the buffer's own epoch", seen: seen())
      }
      if case .gap(let lost) = event.event.content {
        guard judgeGap(of: lost, number, at: index, after: cursor, place, call, in: life) else {
          return
        }
        position = position.advancedClamped(by: lost)
        continue
      }
      position += 1
      if number != position {
        return note(105, place, expected: "number \(position)", seen: seen())
      }
      let written = position <= life.log.count ? life.log[position - 1] : nil
      if event.unnumbered != written,
        let rule = rule(for: event, at: position, in: life, isResume: isResume, call)
      {
        return note(
          rule, place,
          expected: written.map { "\($0) as number \(position)" }
            ?? "nothing as number \(position)", seen: seen())
      }
      hasEnded = event.isEnd
      if event.isUpdate { updates += 1 }
    }
    if let capacity, cursor == 0, updates > capacity {
      note(
        601, place, expected: "at most \(capacity) updates, the capacity that was declared",
        seen: "\(updates) updates of \(life.log.count)")
    }
  }

  /// Judges a gap.
  ///
  /// - Returns: whether all is well with it.
  private mutating func judgeGap(
    of lost: Int, _ number: Int?, at index: Int, after cursor: Int, _ place: Int,
    _ call: BufferCall, in life: BufferLife
  ) -> Bool {
    func seen() -> String { "a gap of \(lost), event \(index + 1) of \(call)" }
    guard index == 0, lost > 0 else {
      note(
        index == 0 ? 105 : 602, place,
        expected: index == 0 ? "a gap of at least 1" : "a gap at the beginning alone", seen: seen())
      return false
    }
    guard let capacity else {
      note(102, place, expected: "no gap, since no capacity is declared", seen: seen())
      return false
    }
    // A ring in which the end takes a place keeps one update less.
    let kept = life.mayHaveEnded(before: call) ? capacity - 1 : capacity
    let droppable = life.most(at: call) - kept - cursor
    guard lost <= droppable else {
      note(602, place, expected: "a gap of at most \(max(droppable, 0))", seen: seen())
      return false
    }
    guard number == cursor + lost else {
      note(
        105, place, expected: "the number \(cursor + lost) for the gap, the last that it replaces",
        seen: "number \(number ?? 0) for \(seen())")
      return false
    }
    return true
  }

  /// What is broken by an event that is not the one with its number; `nil` if it may be the content of
  /// a call that has not returned.
  private func rule(
    for event: Sighting, at number: Int, in life: BufferLife, isResume: Bool, _ call: BufferCall
  ) -> Int? {
    let content = event.unnumbered
    let pending = life.calls.contains {
      $0.call.number == nil && $0.call.content == content && $0.place < call.callsBefore
        && ($0.call.answer == nil || life.removal != nil)
    }
    if pending { return nil }
    if event.isEnd {
      guard let end = life.endings.first(where: { $0.call.number != nil }) else {
        return 104
      }
      guard end.call.content == content else {
        return switch end.call.content?.event.content {
        case .failed: 204
        case .cancelled: 207
        default: 104
        }
      }
      return 203
    }
    let isKnown = life.log.contains { $0 == content }
    if !isKnown {
      let isForeign = recording.calls.contains { $0.trace != life.trace && $0.content == content }
      return isForeign ? 401 : 104
    }
    if isResume { return 501 }
    let place = life.log.firstIndex { $0 == content }.map { $0 + 1 } ?? number
    return place < number ? 103 : 102
  }
}

extension BufferTrial {
  func findings(
    in recording: BufferRecording, of world: World<BufferSituation>
  ) -> [(rule: Int, finding: Finding)] {
    BufferJudgement(
      of: recording, capacity: capacity, retention: retention,
      isResumable: capabilities.contains(.resumable)
    ).findings
  }
}
