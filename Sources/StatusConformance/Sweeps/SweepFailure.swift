import DeterministicSimulation

/// A broken rule as a line of a file of runs has it.
package struct SweepFailure: Sendable, Hashable, Codable {
  /// The number of the rule.
  package let rule: Int
  package let expected: String
  package let seen: String
  let place: String?
  /// What was varied in the simplest run that was found.
  package let situation: String
  let originalSituation: String?
  let alsoBroken: [Int]
  /// What repeats that run, with the stage and the pipeline.
  package let token: String?
  let expectedTranscript: [String]
  let seenTranscript: [String]
  /// The story of that run.
  package let timeline: [String]

  /// Describes a violation by a pipeline.
  package init(_ violation: Violation, of pipeline: String) {
    rule = violation.rule.id
    expected = violation.expected
    seen = violation.seen
    place = violation.place?.description
    situation = violation.situation
    originalSituation = violation.originalSituation
    alsoBroken = violation.alsoBroken.map(\.id)
    token = violation.token.map {
      "\(ConformanceToken(subject: .pipeline, name: pipeline, run: $0))"
    }
    expectedTranscript = violation.expectedTranscript
    seenTranscript = violation.seenTranscript
    timeline = violation.timeline
  }

  /// The violation; `nil` if there is no such rule or the token is none.
  ///
  /// - Parameters:
  ///   - run: the first run that had it, from 0 on.
  ///   - runs: how many runs there were.
  func violation(run: Int, of runs: Int) -> Violation? {
    guard let rule = ConformanceRule(id: rule) else { return nil }
    var replay: ReplayToken?
    if let token {
      guard let parsed = try? ConformanceToken(parsing: token) else { return nil }
      replay = parsed.run
    }
    return Violation(
      rule: rule, subject: .pipeline, expected: expected, seen: seen,
      place: place.flatMap(Violation.Place.init), situation: situation,
      originalSituation: originalSituation,
      alsoBroken: alsoBroken.compactMap { ConformanceRule(id: $0) }, token: replay, run: run + 1,
      runs: runs, expectedTranscript: expectedTranscript, seenTranscript: seenTranscript,
      timeline: timeline)
  }
}

extension Violation.Place {
  /// Reads what ``description`` writes.
  fileprivate init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 2, let number = Int(words[1]) else { return nil }
    switch words[0] {
    case "event": self = .event(number)
    case "byte": self = .byte(number)
    case "call": self = .call(number)
    default: return nil
    }
  }
}
