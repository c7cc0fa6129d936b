import GoldenTranscripts
import StatusStreaming

/// What one connection was sent, held event by event against the log of the run that it follows.
struct DeliveryWalk {
  private let log: DeliveryLog
  private let refusals: SinkRefusals
  /// The places of the events that the sink refuses.
  private let refused: Set<Int>
  private let arrivalCount: Int
  /// How many events the viewer had before.
  private let start: Int
  /// The place of the event that comes next, but for what gaps have taken.
  private var position: Int
  /// How many events the gaps since the last event have taken.
  private var lost = 0
  /// The places of what has arrived.
  private var delivered: Set<Int> = []
  /// The places of what later events have overtaken, without a gap.
  private var missing: [Int] = []
  /// What came first in the place of each.
  private var skips: [Int: (index: Int, event: SeenEvent)] = [:]
  /// The first terminal event that arrived, counted from 1.
  private(set) var end: Int?
  private(set) var findings: [(rule: Int, finding: Finding)] = []

  /// - Parameters:
  ///   - log: what the run has said.
  ///   - refusals: what the sink refuses to encode.
  ///   - start: the number after which the viewer goes on.
  init(
    _ arrivals: [StreamEvent], after start: Int, in log: DeliveryLog,
    refusing refusals: SinkRefusals = SinkRefusals()
  ) {
    self.log = log
    self.refusals = refusals
    refused =
      refusals == SinkRefusals()
      ? [] : Set(log.said.indices.filter { refusals.refuses(log.said[$0]) })
    self.start = start
    arrivalCount = arrivals.count
    position = min(start, log.events.count)
    for (index, event) in arrivals.enumerated() { take(event, at: index + 1) }
  }

  /// Notes what is wrong, if nothing was by that rule: of a thousand repetitions one is described.
  private mutating func note(
    _ rule: Int, at place: Int, losing lost: Int? = nil, expected: @autoclosure () -> String,
    seen: @autoclosure () -> String
  ) {
    if findings.contains(where: { $0.rule == rule }) { return }
    findings.append(
      (rule, Finding(expected: expected(), seen: seen(), at: .event(place), losing: lost)))
  }

  private mutating func take(_ event: StreamEvent, at index: Int) {
    let seenEvent = SeenEvent(event)
    let trace = log.trace
    guard event.trace == trace else {
      return note(401, at: index, expected: "events of \(trace) alone", seen: "\(seenEvent)")
    }
    if case .gap(let count) = event.payload { return takeGap(of: count, seenEvent, at: index) }
    let content = seenEvent.unnumbered
    let number = event.sequence.rawValue
    let next = position.advancedClamped(by: lost)
    let isSubstitute = end == nil && stands(event)
    let known = isSubstitute ? log.updateCount : nil
    guard
      let place = known
        ?? log.place(of: content, number: number, next: next, isHidden: refusals.refusesGaps)
    else {
      return takeUnknown(seenEvent, at: index)
    }
    if end != nil { return takeLate(seenEvent, place, at: index) }
    if number != place + 1 {
      note(
        isSubstitute ? 608 : 105, at: index, expected: "the number \(place + 1)",
        seen: "\(seenEvent)")
    }
    if place != next { move(to: place, seenEvent, at: index) }
    delivered.insert(place)
    position = max(position, place + 1)
    lost = 0
    if seenEvent.isEnd { end = index }
  }

  /// Whether an event stands for the end, which the sink has refused.
  private func stands(_ event: StreamEvent) -> Bool {
    guard log.isFinished, refused.contains(log.updateCount) else { return false }
    return event.payload.stands(for: log.said[log.updateCount].payload)
  }

  private mutating func takeGap(of count: Int, _ gap: SeenEvent, at index: Int) {
    // What comes after the end is judged by the calls.
    if end != nil { return }
    guard count > 0 else {
      return note(602, at: index, expected: "a gap of at least 1", seen: "\(gap)")
    }
    lost = lost.advancedClamped(by: count)
    let number = position.advancedClamped(by: lost)
    if gap.event.sequence?.rawValue != number {
      note(
        105, at: index, expected: "the number \(number) for the gap, the last that it replaces",
        seen: "\(gap)")
    }
  }

  /// Judges an event that is not the one that comes next.
  private mutating func move(to place: Int, _ event: SeenEvent, at index: Int) {
    if place < position {
      if let overtaken = missing.firstIndex(of: place) {
        missing.remove(at: overtaken)
        note(101, at: index, expected: "the order of emission", seen: "\(event) after a later one")
      } else if delivered.contains(place) || place < start {
        note(103, at: index, expected: "each update once", seen: "\(event) again")
      } else {
        note(
          602, at: index, expected: "no event that an earlier gap has counted as lost",
          seen: "\(event)")
      }
    } else {
      skip(to: place, event, at: index)
    }
  }

  /// Judges that events were left out, or not as many as a gap says.
  private mutating func skip(to place: Int, _ event: SeenEvent, at index: Int) {
    for skipped in position..<place where skips[skipped] == nil { skips[skipped] = (index, event) }
    let untold = (position..<place).filter(refused.contains)
    let expected =
      place == position
      ? "no gap before #\(place + 1), which follows #\(position)"
      : "a gap of \(place - position) between #\(position) and #\(place + 1)"
    let told = lost
    if told > 0 {
      note(
        untold.isEmpty ? 602 : 607, at: index, expected: expected,
        seen: "a gap of \(told) before \(event)")
    } else if refusals.refusesGaps {
      let dropped = log.droppedCount
      missing.append(
        contentsOf: (position..<place).filter { $0 >= dropped && !refused.contains($0) })
    } else if let first = untold.first {
      note(
        607, at: index, expected: "a gap with number \(first + 1), which was refused",
        seen: "\(event)")
    } else if place <= log.droppedCount {
      note(
        start > 0 && index == 1 ? 502 : 602, at: index, expected: expected,
        seen: "no gap before \(event)")
    } else {
      missing.append(contentsOf: position..<place)
    }
  }

  private mutating func takeUnknown(_ event: SeenEvent, at index: Int) {
    guard event.isEnd else {
      let next = position.advancedClamped(by: lost)
      if end == nil, next < log.updateCount, event.event.sequence?.rawValue == next + 1 {
        // It stands where another one had to, which is not lost as well.
        (position, lost) = (next + 1, 0)
        delivered.insert(next)
        let missing = log.events[next]
        return note(
          104, at: index, expected: "\(missing)",
          seen: "\(event), which nobody has said")
      }
      return note(
        104, at: index, expected: "what was emitted alone", seen: "\(event), which nobody has said")
    }
    if end != nil {
      return note(201, at: index, expected: "one terminal event", seen: "another one, \(event)")
    }
    let saidEnd = log.end
    note(
      ruleOfEnd(else: 104), at: index,
      expected: saidEnd.map { "\($0)" } ?? "no terminal event, since there is none",
      seen: "\(event)")
    end = index
  }

  private mutating func takeLate(_ event: SeenEvent, _ place: Int, at index: Int) {
    if event.isEnd {
      note(201, at: index, expected: "one terminal event", seen: "another one, \(event)")
    } else if delivered.contains(place) {
      note(103, at: index, expected: "each update once", seen: "\(event) again, after the end")
    } else {
      missing.removeAll { $0 == place }
      delivered.insert(place)
      note(
        203, at: index, expected: "the terminal event after all updates",
        seen: "\(event) after the end")
    }
  }

  private func ruleOfEnd(else rule: Int) -> Int {
    if refused.contains(log.updateCount) { return 608 }
    return switch log.end?.event.content {
    case .failed: 204
    case .cancelled: 207
    default: rule
    }
  }

  /// Judges what has not arrived.
  ///
  /// - Parameters:
  ///   - isCut: whether the connection may have ended early.
  ///   - ending: how the connection ended, in words.
  mutating func finish(isCut: Bool, _ ending: String) {
    if let place = missing.first, let skip = skips[place] {
      let overtaken = log.events[place]
      note(
        end == nil && isCut ? 106 : 102, at: skip.index, losing: place + 1,
        expected: "\(overtaken), #\(place + 1)",
        seen: "nothing of it, but \(skip.event)")
    }
    // Who was sent another trace has not lost this one's events, but never been given them.
    let isMixed = findings.contains { $0.rule == 401 }
    guard end == nil, !isCut, !isMixed, start < log.events.count else { return }
    var next = position.advancedClamped(by: lost)
    if refusals.refusesGaps { while refused.contains(next) { next += 1 } }
    let index = arrivalCount + 1
    if next < log.updateCount {
      let lost = log.events[next]
      // The end, which comes later, is lost with it.
      return note(
        102, at: index, losing: next + 1, expected: "\(lost), #\(next + 1)",
        seen: "the end; \(ending)")
    }
    guard let end = log.end, !(refused.contains(log.updateCount) && refusals.end == .everything)
    else { return }
    note(
      ruleOfEnd(else: 201), at: index, losing: log.updateCount + 1,
      expected: "the terminal event, \(end)", seen: "none; \(ending)")
  }
}
