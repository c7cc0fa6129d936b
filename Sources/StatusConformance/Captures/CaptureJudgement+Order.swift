import GoldenTranscripts
import StatusStreaming

extension CaptureJudgement {
  /// On what arrived beside what was published; of what was published nothing need be known where
  /// numbers tell.
  func opinionOnOrder(by rule: ConformanceRule) -> Opinion {
    let hasNumbers = reading.observes.contains(.numbers)
    if reading.failure != nil, rule.id != 105 || !hasNumbers {
      return .unjudged("what follows the bytes that can't be read is not known")
    }
    guard events != nil else {
      switch rule.id {
      case 101, 103, 105:
        return hasNumbers
          ? .judged(misnumberings[rule.id])
          : .unjudged(rule.id == 105 ? "the format shows no numbers" : "needs --events, or numbers")
      case 102: return .unjudged("needs --events; numbers (105) tell of holes")
      case 602: return .unjudged("needs --events")
      default: return .unjudged("needs --events; all that arrived is of the format")
      }
    }
    if rule.id == 105, !hasNumbers { return .unjudged("the format shows no numbers") }
    if rule.id == 602, !reading.observes.contains(.gaps) {
      return .unjudged("the format shows no gaps")
    }
    let finding = differences.first { $0.rule == rule.id }?.finding
    let isMisnumbered = rule.id == 105 && !isDifferent
    return .judged(isMisnumbered ? misnumberings[rule.id] : finding)
  }

  /// Whether something else arrived than was published, as far as that is known.
  var isDifferent: Bool {
    if !differences.isEmpty { return true }
    return events == nil && reading.observes.contains(.numbers) && !misnumberings.isEmpty
  }

  /// Finds the first numbers that do not follow the one before.
  func findMisnumberings() -> [Int: Finding] {
    var findings: [Int: Finding] = [:]
    var lasts: [TraceID?: Int] = [:]
    var known: Set<Place> = []
    for (index, seenEvent) in reading.events.enumerated() {
      let event = seenEvent.event
      let last = lasts[event.trace] ?? cursor.number.rawValue
      var next = last.advancedClamped(by: 1)
      if case .gap(let lost) = event.content { next = last.advancedClamped(by: lost) }
      let number = event.sequence?.rawValue
      let isKnown = !known.insert(Place(trace: event.trace, number: number)).inserted
      if number != next {
        let broken = isKnown ? 103 : number.map { $0 <= last } == true ? 101 : 105
        let isResumed = last == 0 && cursor == .zero && broken == 105
        findings[broken] =
          findings[broken]
          ?? Finding(
            expected: "the number \(next)" + (last == 0 ? " for the first event" : "")
              + (isResumed ? ", unless the client came with an id (--resume-after)" : ""),
            seen: "\(seenEvent)", at: .event(index + 1))
      }
      lasts[event.trace] = max(last, number ?? next)
    }
    return findings
  }

  /// The trace and the number of an event.
  private struct Place: Hashable {
    let trace: TraceID?
    let number: Int?
  }

  /// The places of each trace's events, in the order in which the traces begin.
  static func places(in events: [SeenEvent]) -> [(trace: TraceID?, places: [Int])] {
    var all: [(trace: TraceID?, places: [Int])] = []
    var indices: [TraceID?: Int] = [:]
    for (place, seenEvent) in events.enumerated() {
      let trace = seenEvent.event.trace
      let index = indices[trace] ?? all.count
      if index == all.count {
        indices[trace] = index
        all.append((trace, []))
      }
      all[index].places.append(place)
    }
    return all
  }

  /// Finds what arrived otherwise than it was published.
  func findDifferences() -> [(rule: Int, finding: Finding)] {
    if mixing != nil || knownEvent != nil { return [] }
    let (expected, seen) = (view.expected, reading.events)
    guard reading.observes.contains(.traces) else { return differences(seen, from: expected) }
    return Self.places(in: expected + seen).flatMap { _, all in
      let places = all.drop { $0 < expected.count }.map { $0 - expected.count }
      let own = differences(
        places.map { seen[$0] }, from: all.prefix { $0 < expected.count }.map { expected[$0] })
      return own.map { rule, finding in
        var finding = finding
        finding.countPlace(among: places, of: seen.count)
        return (rule, finding)
      }
    }
  }

  private func differences(
    _ seen: [SeenEvent], from expected: [SeenEvent]
  ) -> [(rule: Int, finding: Finding)] {
    let told = SinkReconciliation(expected: expected, seen: seen)
    var findings: [(rule: Int, finding: Finding)] = []
    if let finding = told.misnumbered { findings.append((105, finding)) }
    let isCut = !isWhole && !seen.contains(where: \.isEnd)
    guard let fault = told.fault(isCut: isCut, cause: nil) else { return findings }
    let viewerHistory = ViewerHistory(expected: told.expected, seen: told.seen, isCut: isCut)
    let faults =
      switch fault.rule {
      case let rule? where !viewerHistory.isReordered: [(rule: rule, finding: fault.finding)]
      default: viewerHistory.findings(of: ConformanceRule.all, or: fault)
      }
    // What is missing before something that arrived was lost, whoever ended the connection.
    findings += faults.map { ($0.rule == 106 ? 102 : $0.rule, $0.finding) }
    return findings
  }
}

extension ViewerHistory {
  /// Whether all that had to arrive did, in another order.
  var isReordered: Bool {
    guard let order = ConformanceRule(id: 101), let loss = ConformanceRule(id: 102) else {
      return false
    }
    return finding(against: order) != nil && finding(against: loss) == nil
  }
}
