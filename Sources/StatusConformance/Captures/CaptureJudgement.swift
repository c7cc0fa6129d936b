import GoldenTranscripts
import RunTimelines
import StatusStreaming

/// What is wrong with a captured stream, by every rule that it can show.
struct CaptureJudgement {
  /// What can be said by a rule.
  enum Opinion {
    /// What is wrong, `nil` if nothing is.
    case judged(Finding?)
    /// Why nothing can be said.
    case unjudged(String)
  }

  let reading: WireReading
  /// What the stream is as one of AG-UI; `nil` if it is not to be one.
  let agUI: AGUIStreamReading?
  /// What was published, after the cursor; `nil` if that is not known.
  let events: [StreamEvent]?
  /// What was published before.
  let missed: [StreamEvent]
  let cursor: Cursor
  /// What was published in the traces that the connection is not about.
  let surroundings: ConnectionView
  /// The connection as a sink's is seen.
  let view: ConnectionView
  /// Whether the server has ended the connection, so that what is missing will not come.
  let isWhole: Bool
  /// Whether no byte of the connection is missing.
  let hasAllBytes: Bool
  /// An event of another trace.
  let mixing: Finding?
  /// What arrived otherwise than it was published, by the rules about it; nothing if that is not known.
  private(set) var differences: [(rule: Int, finding: Finding)] = []
  /// The first number that does not follow the one before, by rule 101, 103 or 105.
  private(set) var misnumberings: [Int: Finding] = [:]
  private(set) var opinions: [Int: Opinion] = [:]

  /// - Parameters:
  ///   - isWhole: whether the server is known to have ended the response.
  ///   - events: everything that was published in its traces; `nil` if that is not known.
  ///   - all: everything that was published.
  ///   - cursor: after which event the client came.
  init(
    _ reading: WireReading, agUI: AGUIStreamReading?, isWhole: Bool, events: [StreamEvent]?,
    amongst all: [StreamEvent],
    after cursor: Cursor
  ) {
    self.reading = reading
    self.agUI = agUI
    self.cursor = cursor
    self.events = events?.filter { $0.sequence > cursor.number }
    missed = (events ?? []).filter { $0.sequence <= cursor.number }
    var view = ConnectionView(of: self.events ?? [], observes: reading.observes)
    view.bytes = reading.bytes
    view.readings = reading.observations.map { .init(observation: $0.observation, write: 0) }
    self.view = view
    let own = Set((events ?? []).map(\.trace))
    surroundings = ConnectionView(
      of: all.filter { !own.contains($0.trace) }, observes: reading.observes)
    hasAllBytes = isWhole || reading.end != nil
    let ends = reading.observations.map(\.observation)
    // Of several traces the end of one says nothing of the others.
    let isAlone = !reading.observes.contains(.traces)
    let isEnded = ends.contains { $0 == .end || ($0.isTerminal && isAlone) }
    self.isWhole = !ends.contains(.cut) && (isWhole || isEnded)
    mixing = view.mixing(with: [view, surroundings])
    misnumberings = findMisnumberings()
    if events != nil { differences = findDifferences() }
    for rule in ConformanceRule.all { opinions[rule.id] = opinion(by: rule) }
  }

  /// How many rules are broken, apart from what follows from what.
  var violationCount: Int {
    opinions.values.count { opinion in
      if case .judged(.some) = opinion { true } else { false }
    }
  }

  /// The verdicts on all rules.
  func entries() -> [ConformanceReport.Entry] {
    ConformanceRule.all.map { rule in
      ConformanceReport.Entry(rule: rule, verdict: verdict(on: rule))
    }
  }

  private func verdict(on rule: ConformanceRule) -> Verdict {
    switch opinions[rule.id] {
    case .unjudged(let reason): return .skip(reason: reason)
    case .judged(nil), nil: return .pass(Coverage(runs: 1, isExplored: false))
    case .judged(let finding?):
      let failing = rule.presupposes.first { id in
        if case .judged(.some) = opinions[id] { true } else { false }
      }
      if let failing { return .skip(reason: "rule \(failing) fails, which it presupposes") }
      return .violation(violation(of: rule, finding))
    }
  }

  private func violation(of rule: ConformanceRule, _ finding: Finding) -> Violation {
    Violation(
      rule: rule, subject: .pipeline, expected: finding.expected, seen: finding.seen,
      place: finding.place, situation: "a captured stream", token: nil, run: 1, runs: 1,
      expectedTranscript: view.expected.map(\.description),
      seenTranscript: reading.events.map(\.description), timeline: [],
      picture: picture(breaking: rule, finding))
  }

  private func opinion(by rule: ConformanceRule) -> Opinion {
    if let failure = failure, failure.rule == rule.id { return .judged(failure.finding) }
    if mixing != nil, rule.id < 401 {
      return .unjudged("an event of another trace is among what arrived")
    }
    switch rule.id {
    case 101...105, 602: return opinionOnOrder(by: rule)
    case 201...204, 207, 208: return opinionOnEnds(by: rule)
    case 301...304: return opinionOnSteps(by: rule)
    case 401, 501, 503, 505: return opinionOnPlaces(by: rule)
    case 703...706, 708...710: return opinionOnBytes(by: rule)
    case 801...814: return opinionOnAGUI(by: rule)
    default: return .unjudged(Self.obstacle(to: rule))
    }
  }

  /// Why a capture says nothing about a rule.
  private static func obstacle(to rule: ConformanceRule) -> String {
    switch rule.id {
    case 100: "a capture is one run"
    case 106: "a capture does not say who ended the connection"
    case 107, 402...404: "a capture is of one connection"
    case 110...111, 609...612: "what the buffer does is not on the wire"
    case 205, 206, 504, 506, 604, 614, 702, 711: "a capture does not tell when things happened"
    case 305: "whose work has failed is not on the wire"
    case 502, 507, 606...608, 707, 712, 713: "what the server refused or dropped is not known"
    case 601: "what the server holds is not on the wire"
    case 701: "how the bytes were cut into chunks is not in a capture"
    default: "calls within the server are not on the wire"
    }
  }
}

extension Observation {
  /// Whether it is a terminal event.
  var isTerminal: Bool {
    if case .event(let event) = self { event.content.isEnd } else { false }
  }
}

extension CaptureJudgement {
  /// What can't be read, and the rule that a reader would expect it to break.
  var failure: (rule: Int, finding: Finding)? {
    guard let (error, place) = reading.failure else { return nil }
    let finding = Finding(
      expected: "bytes of the format", seen: view.quoted(place, by: reading.format, with: error),
      at: .byte(place.lowerBound))
    let read = reading.observations.map(\.observation)
    let rule = UnreadableBytes.rule(
      for: error, at: Array(view.bytes[place]), by: reading.decoder,
      isEnded: !reading.observes.contains(.traces) && read.contains(where: \.isTerminal),
      isClosed: read.contains(where: \.isEnd))
    return (rule, finding)
  }
}
