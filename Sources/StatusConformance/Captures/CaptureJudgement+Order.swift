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
          ? .judged(misnumbering(against: rule))
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
    return .judged(isMisnumbered ? misnumbering(against: rule) : finding)
  }

  /// Whether something else arrived than was published, as far as that is known.
  var isDifferent: Bool {
    if !differences.isEmpty { return true }
    guard reading.observes.contains(.numbers) else { return false }
    return events == nil
      && [101, 103, 105].contains { number in
        ConformanceRule(id: number).flatMap(misnumbering) != nil
      }
  }

  /// A number that does not follow the one before, by rule 101, 103 or 105.
  private func misnumbering(against rule: ConformanceRule) -> Finding? {
    var lasts: [TraceID?: Int] = [:]
    var known: Set<SeenEvent> = []
    for (place, seenEvent) in reading.events.enumerated() {
      let event = seenEvent.event
      let last = lasts[event.trace] ?? cursor.number.rawValue
      var next = last.advancedClamped(by: 1)
      if case .gap(let lost) = event.content { next = last.advancedClamped(by: lost) }
      let number = event.sequence?.rawValue
      let isKnown = !known.insert(Self.key(event)).inserted
      let broken = isKnown ? 103 : number.map { $0 <= last } == true ? 101 : 105
      if number != next, broken == rule.id {
        let isResumed = last == 0 && cursor == .zero && broken == 105
        return Finding(
          expected: "the number \(next)" + (last == 0 ? " for the first event" : "")
            + (isResumed ? ", unless the client came with an id (--resume-after)" : ""),
          seen: "\(seenEvent)", at: .event(place + 1))
      }
      lasts[event.trace] = max(last, number ?? next)
    }
    return nil
  }

  /// The trace and the number of an event alone.
  private static func key(_ event: ObservedEvent) -> SeenEvent {
    SeenEvent(
      ObservedEvent(trace: event.trace, sequence: event.sequence, content: .gap(lost: 0)))
  }

  /// Finds what arrived otherwise than it was published.
  func findDifferences() -> [(rule: Int, finding: Finding)] {
    if mixing != nil || knownEvent != nil { return [] }
    let (expected, seen) = (view.expected, reading.events)
    guard reading.observes.contains(.traces) else { return differences(seen, from: expected) }
    var traces: [TraceID?] = []
    for trace in (expected + seen).map(\.event.trace) where !traces.contains(trace) {
      traces.append(trace)
    }
    return traces.flatMap { trace in
      let places = seen.indices.filter { seen[$0].event.trace == trace }
      let own = differences(
        places.map { seen[$0] }, from: expected.filter { $0.event.trace == trace })
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
    let isReordered = viewerHistory.isReordered
    if let plain = fault.plain, !isReordered {
      // What is missing before something that arrived was lost, whoever ended the connection.
      findings.append((plain.rule == 106 ? 102 : plain.rule, plain.finding))
      return findings
    }
    for rule in ConformanceRule.all where rule.id < 300 {
      guard let finding = viewerHistory.finding(against: rule) else { continue }
      findings.append((rule.id == 106 ? 102 : rule.id, finding))
    }
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
