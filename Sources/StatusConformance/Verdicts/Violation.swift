public import DeterministicSimulation
public import RunTimelines
import StatusStreaming

/// A run in which a rule is broken.
public struct Violation: Error, Sendable, Hashable {
  /// The rule, which is the lowest that the run breaks.
  public let rule: ConformanceRule
  /// The stage whose implementation it is.
  public let subject: ConformanceSubject
  /// What had to be.
  public let expected: String
  /// What was.
  public let seen: String
  /// Where the two part; `nil` where no place is to blame.
  public let place: Place?
  /// What was varied on purpose in the simplest run that was found, in words.
  public let situation: String
  /// What was varied in the run that broke the rule first; `nil` if that is the simplest one.
  public let originalSituation: String?
  /// The other rules that the first run broke.
  public let alsoBroken: [ConformanceRule]
  /// What repeats the run; `nil` for one in real time.
  public let token: ReplayToken?
  /// The first run that broke the rule, counted from 1 among those that were made: first all runs of
  /// plans, then the worlds.
  public let run: Int
  /// How many runs were made: if those of plans have shown something, those alone; of a share, its own.
  public let runs: Int
  /// What had to arrive, one event in a line.
  public let expectedTranscript: [String]
  /// What arrived, one event in a line.
  public let seenTranscript: [String]
  /// What happened in the run, one occurrence in a line, with its time.
  public let timeline: [String]
  /// The picture of the run, with what is wrong framed.
  public let picture: RunTimeline

  package init(
    rule: ConformanceRule, subject: ConformanceSubject, expected: String, seen: String,
    place: Place?, situation: String, originalSituation: String? = nil,
    alsoBroken: [ConformanceRule] = [], token: ReplayToken?, run: Int, runs: Int,
    expectedTranscript: [String], seenTranscript: [String], timeline: [String],
    picture: RunTimeline = RunTimeline(title: "")
  ) {
    self.rule = rule
    self.subject = subject
    self.expected = expected
    self.seen = seen
    self.place = place
    self.situation = situation
    self.originalSituation = originalSituation
    self.alsoBroken = alsoBroken
    self.token = token
    self.run = run
    self.runs = runs
    self.expectedTranscript = expectedTranscript
    self.seenTranscript = seenTranscript
    self.timeline = timeline
    self.picture = picture
  }

  /// Where what was seen parts from what was expected.
  public enum Place: Sendable, Hashable, CustomStringConvertible {
    /// At an event, counted from 1.
    case event(Int)
    /// At a byte of what was written, counted from 0.
    case byte(Int)
    /// At a call of the implementation, counted from 1.
    case call(Int)

    /// The kind of place and its number.
    public var description: String {
      switch self {
      case .event(let number): "event \(number)"
      case .byte(let offset): "byte \(offset)"
      case .call(let number): "call \(number)"
      }
    }
  }
}

extension Violation.Place {
  /// The line of a timeline that tells of the call that is to blame, if lines name calls by numbers.
  func line(in timeline: [String]) -> Int? {
    guard case .call(let number) = self else { return nil }
    return timeline.firstIndex {
      $0.contains(": call \(number):") || $0.contains(": call \(number) (")
    }
  }
}

extension Violation: CustomStringConvertible {
  private static var shownLines: Int { 40 }

  /// The rule, what was expected and what was seen, what repeats it, and what happened; of long texts
  /// the parts that matter.
  public var description: String {
    let (expected, seen) = Excerpts.contrasting(expected, seen)
    var lines = ["\(rule)", "with \(situation)", "expected: \(expected)", "saw: \(seen)"]
    if let place { lines.append("they part at \(place)") }
    if let (expected, seen) = Excerpts.codePointsApart(self.expected, self.seen) {
      lines.append("the texts part at \(expected) and \(seen)")
    }
    if let originalSituation { lines.append("found with \(originalSituation)") }
    if !alsoBroken.isEmpty {
      let numbers = alsoBroken.map { "\($0.id)" }.joined(separator: ", ")
      lines.append("the run that was found broke rules as well: \(numbers)")
    }
    lines.append("why this matters: \(rule.reason(for: subject))")
    let repetition = token.map { "replay token: \($0)" } ?? "in real time, so it can't be replayed"
    lines.append("\(repetition) (found in run \(run) of \(runs))")
    lines += section("what happened", timeline, around: placeInTimeline)
    // What an agent had to publish nobody knows.
    if subject != .agent {
      lines += section("had to arrive", expectedTranscript, around: placeInTranscript)
    }
    lines += section("arrived", seenTranscript, around: placeInTranscript)
    return lines.joined(separator: "\n")
  }

  private var placeInTimeline: Int? { place?.line(in: timeline) }

  private var placeInTranscript: Int? {
    if case .event(let number) = place { number - 1 } else { nil }
  }

  /// Of many lines the first, those around a place, and the last, and some that are like none beside
  /// them.
  private func section(_ title: String, _ lines: [String], around place: Int?) -> [String] {
    var shown = Array(lines.indices)
    if lines.count > Self.shownLines {
      shown =
        lines.indices.prefix(5) + lines.indices.suffix(Self.shownLines - (place == nil ? 5 : 20))
      if let place { shown += lines.indices.clamped(to: place - 9..<place + 6) }
      // What somebody does again and again hides what happens once.
      let hidden = Excerpts.places(ofUnlike: lines).filter { !shown.contains($0) }
      shown += hidden.suffix(12)
    }
    var text = ["\(title):"]
    var next = 0
    for index in Set(shown).sorted() {
      if index > next { text.append("  … \(index - next) lines not shown") }
      text.append("  \(Excerpts.outline(of: lines[index]))")
      next = index + 1
    }
    return text
  }
}

/// What is wrong with a run.
struct Finding: Sendable, Hashable {
  /// What had to be.
  var expected: String
  /// What was.
  var seen: String
  /// Where the two part.
  var place: Violation.Place?
  /// Whose arrivals the place counts; `nil` for all that there are.
  var viewer: String?
  /// The number of what had to arrive and is lost; `nil` where nothing is.
  var lost: Int?
  /// The trace of that; `nil` if it is clear.
  var trace: TraceID?

  init(
    expected: String, seen: String, at place: Violation.Place? = nil, losing lost: Int? = nil
  ) {
    self.expected = expected
    self.seen = seen
    self.place = place
    self.lost = lost
  }

  /// Counts an event among all that arrived, instead of among those at some places.
  mutating func countPlace(among places: [Int], of count: Int) {
    guard case .event(let number) = place else { return }
    place = .event((number <= places.count ? places[number - 1] : count) + 1)
  }
}

/// A run that was made again from its token.
public struct Replay: Sendable, Hashable {
  /// What was varied on purpose.
  public let plan: String
  /// What happened, one occurrence in a line, with its time.
  public let timeline: [String]
  /// What arrived, one event in a line.
  public let seenTranscript: [String]
  /// The lowest rule that the run breaks; `nil` if it breaks none.
  public let violation: Violation?
  /// The picture of the run, with what is wrong framed.
  public let picture: RunTimeline
}

extension String {
  /// A number that is the same for the same text, in every process and on every machine (FNV-1a, 64 bits).
  var stableHash: UInt64 {
    utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The sixteen digits of ``stableHash``.
  package var digest: String {
    let digits = String(stableHash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
