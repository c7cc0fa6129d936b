import GoldenTranscripts
import StatusStreaming

/// What a viewer had to see of one trace beside what it saw, without what a sink has dropped by
/// itself and told of in gaps of its own.
struct SinkReconciliation {
  /// What had to arrive and was not replaced by a gap.
  private(set) var expected: [SeenEvent] = []
  /// What arrived, without the sink's own gaps.
  private(set) var seen: [SeenEvent] = []
  /// How many updates are lost in the sink's own gaps.
  private(set) var dropped = 0
  /// A gap of the sink's own that has the wrong number.
  private(set) var misnumbered: Finding?

  /// - Parameters:
  ///   - expected: what was sent, in order.
  ///   - seen: what arrived, in order.
  init(expected: [SeenEvent], seen: [SeenEvent]) {
    var place = 0
    for (index, event) in seen.enumerated() {
      if place < expected.count, expected[place].unnumbered == event.unnumbered {
        self.expected.append(expected[place])
        self.seen.append(event)
        place += 1
      } else if case .gap(let lost) = event.event.content,
        let end = Self.end(ofGap: lost, from: place, in: expected),
        Self.goesOn(seen.dropFirst(index + 1).first, with: expected.dropFirst(end).first)
      {
        dropped += lost
        let last = expected[end - 1].event.sequence
        if event.event.sequence != last {
          misnumbered = Finding(
            expected: "the number \(last?.description ?? "none") for a gap of \(lost)",
            seen: "\(event)", at: .event(index + 1))
        }
        place = end
      } else {
        self.seen += seen[index...]
        break
      }
    }
    self.expected += expected[place...]
  }

  /// Where the events end that a gap replaces; `nil` if there are not just so many.
  private static func end(
    ofGap lost: Int, from place: Int, in expected: [SeenEvent]
  ) -> Int? {
    var rest = lost
    var place = place
    while rest > 0 {
      guard place < expected.count else { return nil }
      switch expected[place].event.content {
      case .update: rest -= 1
      case .gap(let lost): rest -= lost
      case .complete, .failed, .cancelled: return nil
      }
      place += 1
    }
    return rest == 0 && lost > 0 ? place : nil
  }

  /// Whether what arrives behind a gap is what follows those that it replaces.
  private static func goesOn(_ seen: SeenEvent?, with expected: SeenEvent?) -> Bool {
    guard let seen else { return true }
    if case .gap = seen.event.content { return true }
    return seen.unnumbered == expected?.unnumbered
  }

  /// What is wrong with what arrived.
  struct Fault {
    /// The first event, from 0 on, that is another one than expected.
    let place: Int
    /// The rule that is broken, where what follows tells what has become of the event; `nil` where it is
    /// not so plain.
    let rule: Int?
    /// What is expected at the place, and what arrived.
    let finding: Finding
  }

  /// What is wrong with what arrived; `nil` if nothing is.
  ///
  /// Events are known by their numbers too, where those are shown and right; else by what they say.
  ///
  /// - Parameters:
  ///   - isCut: whether what arrives may end early.
  ///   - cause: what else is known, for the message.
  func fault(isCut: Bool, cause: @autoclosure () -> String?) -> Fault? {
    guard let fault = self.fault(isCut, cause(), { $0 == $1 }) else { return nil }
    if fault.rule != nil { return fault }
    if let fault = self.fault(isCut, cause(), { $0.unnumbered == $1.unnumbered }) { return fault }
    let place = agreement(expected[...], seen[...], { $0 == $1 })
    return Fault(place: place, rule: 105, finding: finding(at: place, cause()))
  }

  private func fault(
    _ isCut: Bool, _ cause: @autoclosure () -> String?,
    _ isSame: (SeenEvent, SeenEvent) -> Bool
  ) -> Fault? {
    let place = agreement(expected[...], seen[...], isSame)
    if place == seen.count, isCut || place == expected.count { return nil }
    let wanted = place < expected.count ? expected[place] : nil
    let found = place < seen.count ? seen[place] : nil
    var finding = finding(at: place, cause())
    let next = found.flatMap { found in
      expected.dropFirst(place + 1).firstIndex { isSame($0, found) }
    }
    let lost = agreement(expected[(next ?? expected.count)...], seen.dropFirst(place), isSame)
    let rewritten = agreement(expected.dropFirst(place + 1), seen.dropFirst(place + 1), isSame)
    let added = agreement(expected.dropFirst(place), seen.dropFirst(place + 1), isSame)
    let best = max(lost, rewritten, added)
    if wanted?.isGap == true || found?.isGap == true {
      let isMisnumbered = wanted?.unnumbered == found?.unnumbered
      return Fault(place: place, rule: isMisnumbered ? 105 : 602, finding: finding)
    }
    guard let wanted, let found, wanted.isUpdate, found.isUpdate else {
      return Fault(place: place, rule: nil, finding: finding)
    }
    if let number = wanted.event.sequence, number == found.event.sequence {
      let isRight = wanted.unnumbered == found.unnumbered
      return Fault(place: place, rule: isRight ? 105 : 104, finding: finding)
    }
    guard best > 0 else { return Fault(place: place, rule: nil, finding: finding) }
    func isThere(_ event: SeenEvent) -> Bool {
      seen[place...].count { isSame($0, event) } == expected[place...].count { isSame($0, event) }
    }
    if lost == best {
      // What comes later all the same is not lost.
      if !isCut, isThere(wanted) { return Fault(place: place, rule: 101, finding: finding) }
      finding.lost = wanted.event.sequence?.rawValue ?? place + 1
      return Fault(place: place, rule: isCut ? 106 : 102, finding: finding)
    }
    if rewritten == best {
      let isMisnumbered = wanted.unnumbered == found.unnumbered
      return Fault(place: place, rule: isMisnumbered ? 105 : 104, finding: finding)
    }
    let isRepeated = expected[..<place].contains { $0.unnumbered == found.unnumbered }
    let isEarly = next != nil && isThere(found)
    return Fault(place: place, rule: isEarly ? 101 : isRepeated ? 103 : 104, finding: finding)
  }

  private func finding(at place: Int, _ cause: String?) -> Finding {
    let wanted = place < expected.count ? "\(expected[place])" : "nothing more"
    let found = place < seen.count ? "\(seen[place])" : "the end"
    return Finding(
      expected: wanted + (place > 0 ? " after \(expected[place - 1])" : ""),
      seen: found + (cause.map { "; \($0)" } ?? ""), at: .event(place + 1))
  }

  /// How many events agree from the first on.
  private func agreement(
    _ one: ArraySlice<SeenEvent>, _ other: ArraySlice<SeenEvent>,
    _ isSame: (SeenEvent, SeenEvent) -> Bool
  ) -> Int {
    zip(one, other).prefix { isSame($0, $1) }.count
  }
}

extension SeenEvent {
  /// Whether it tells of updates that were lost.
  var isGap: Bool {
    if case .gap = event.content { true } else { false }
  }
}

extension ViewerHistory {
  /// What is wrong by the rules of every viewer; if none of them sees it, that the event is another one.
  func findings(
    of rules: [ConformanceRule], or fault: SinkReconciliation.Fault
  ) -> [(rule: Int, finding: Finding)] {
    let findings = rules.lazy.filter { $0.id < 300 }.compactMap { rule in
      finding(against: rule).map { (rule: rule.id, finding: $0) }
    }
    return findings.isEmpty ? [(104, fault.finding)] : Array(findings)
  }
}
