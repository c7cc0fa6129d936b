package import DeterministicSimulation
import Foundation

/// What came of the runs of a sweep, whoever made them and in whatever order they are added.
package struct SweepTotals: Sendable {
  /// A failure, and the runs that had it.
  package struct Failure: Sendable {
    /// The simplest run, of the first run that had it.
    package let failure: SweepFailure
    let pipeline: String
    /// The first run that had it, from 0 on; `nil` if it is kept in the corpus alone.
    package let first: Int?
    /// How many runs had it.
    package let count: Int
  }

  /// What makes two failures one: the same rule, and the same shrunken story.
  private struct Story: Hashable {
    let pipeline: String
    let rule: Int
    let situation: String
    let timeline: [String]
  }

  private struct Part {
    var runs = 0
    var cutRuns = 0
    var happened: [Int: Int] = [:]
    var shown: [Int: Int] = [:]
  }

  /// What runs depend on; `nil` as long as nothing was added.
  let header: SweepHeader
  private var parts: [String: Part] = [:]
  private var stories: [Story: (failure: SweepFailure, first: Int?, count: Int)] = [:]
  /// How long the runs took, in their own time.
  package var milliseconds: Double { Double(microseconds) / 1_000 }
  /// Whole ones, since the sum of fractions would hang on their order.
  private var microseconds = 0
  /// How many of them broke a rule.
  package private(set) var failedRuns = 0

  /// How many runs of a corpus still fail.
  private var keptFailures = 0

  /// Whether a rule is broken.
  package var isFailure: Bool { failedRuns + keptFailures > 0 }

  /// Begins with no runs.
  package init(_ header: SweepHeader) {
    self.header = header
  }

  /// How many runs there were.
  package var runs: Int { parts.values.reduce(0) { $0 + $1.runs } }

  /// Adds a run that has not been added before.
  package mutating func add(_ line: SweepLine) {
    var part = parts[line.pipeline] ?? Part()
    part.runs += 1
    part.cutRuns += line.cut == true ? 1 : 0
    for place in line.happened { part.happened[place, default: 0] += 1 }
    for rule in line.shown { part.shown[rule, default: 0] += 1 }
    parts[line.pipeline] = part
    microseconds += Int((line.milliseconds * 1_000).rounded())
    guard let failure = line.failure else { return }
    failedRuns += 1
    add(failure, of: line.pipeline, run: line.run)
  }

  /// Adds a run of a corpus that still fails.
  package mutating func add(kept failure: SweepFailure, of pipeline: String) {
    keptFailures += 1
    add(failure, of: pipeline, run: nil)
  }

  private mutating func add(_ failure: SweepFailure, of pipeline: String, run: Int?) {
    let story = Story(
      pipeline: pipeline, rule: failure.rule, situation: failure.situation,
      timeline: failure.timeline)
    let known = stories[story]
    let isEarlier = known.map { ($0.first ?? .max) > (run ?? .max) } ?? true
    stories[story] = (
      isEarlier ? failure : known?.failure ?? failure,
      [known?.first, run].compactMap(\.self).min(),
      (known?.count ?? 0) + (run == nil ? 0 : 1)
    )
  }

  /// The failures, each once, by the first run that had it.
  package var failures: [Failure] {
    stories.map { story, known in
      Failure(
        failure: known.failure, pipeline: story.pipeline, first: known.first, count: known.count)
    }.sorted { one, other in
      (one.first ?? -1, one.failure.rule, one.pipeline, one.failure.token ?? "")
        < (other.first ?? -1, other.failure.rule, other.pipeline, other.failure.token ?? "")
    }
  }

  /// In how many runs each thing has happened, those that never did included, in the order of the
  /// header.
  package var happened: [(name: String, count: Int)] {
    header.names.enumerated().map { place, name in
      (name, parts.values.reduce(0) { $0 + ($1.happened[place] ?? 0) })
    }
  }

  /// In how many runs each rule that is judged would have shown, had it been broken.
  package var shown: [(rule: ConformanceRule, count: Int)] {
    ConformanceRule.all(about: .pipeline).compactMap { rule in
      let judging = header.pipelines.filter { $0.skipped["\(rule.id)"] == nil }
      guard !judging.isEmpty else { return nil }
      return (rule, judging.reduce(0) { $0 + (parts[$1.name]?.shown[rule.id] ?? 0) })
    }
  }

  /// The verdicts on each pipeline by each rule; a rule that is broken in several ways has several.
  ///
  /// - Parameter shard: which share of the runs it was.
  package func summary(shard: Shard = .whole) -> ConformanceSummary {
    let failures = failures
    return ConformanceSummary(
      header.pipelines.map { pipeline in
        let part = parts[pipeline.name] ?? Part()
        var counts: [String: Int] = [:]
        for (place, count) in part.happened { counts[header.names[place]] = count }
        var scope = Coverage.Scope()
        scope.names = header.names
        let coverage = Coverage(
          runs: part.runs, isExplored: true, worlds: part.runs, cutRuns: part.cutRuns,
          situations: counts, scope: scope, shard: shard)
        let entries = ConformanceRule.all(about: .pipeline).flatMap { rule in
          let own = failures.filter { $0.pipeline == pipeline.name && $0.failure.rule == rule.id }
          let violations = own.compactMap {
            $0.failure.violation(run: $0.first ?? 0, of: part.runs)
          }
          let verdicts: [Verdict] =
            if let reason = pipeline.skipped["\(rule.id)"] {
              [.skip(reason: reason)]
            } else if !violations.isEmpty {
              violations.map(Verdict.violation)
            } else if part.shown[rule.id] == nil {
              [.skip(reason: "no run shows anything of it")]
            } else {
              [.pass(coverage)]
            }
          return verdicts.map { ConformanceReport.Entry(rule: rule, verdict: $0) }
        }
        return ConformanceReport(
          name: pipeline.name, subject: .pipeline, isExplored: true, entries: entries,
          coverage: coverage)
      })
  }
}

extension SweepTotals {
  /// For people: how much was made, how often each thing that can happen has and which never did, how
  /// often each rule could have shown to be broken, and each failure with what replays it.
  ///
  /// - Parameter share: which share of which runs it is.
  package func text(of share: String) -> String {
    let time = Self.duration(milliseconds: milliseconds)
    var lines = [
      "\(share): \(runs.grouped) made, \(failedRuns.grouped) failed; \(time) of virtual time", "",
      "What happened, in how many runs:",
    ]
    let width = runs.grouped.count
    func row(_ count: Int, _ name: String) -> String {
      let digits = count.grouped
      return "  \(String(repeating: " ", count: max(0, width - digits.count)))\(digits)  \(name)"
    }
    lines += happened.filter { $0.count > 0 }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
      .map { row($0.count, $0.name) }
    lines += Self.never(happened.filter { $0.count == 0 }.map(\.name))
    lines += ["", "In how many runs a rule would have shown, had it been broken:"]
    lines += shown.filter { $0.count > 0 }.map { row($0.count, "\($0.rule)") }
    lines += Self.never(shown.filter { $0.count == 0 }.map { "\($0.rule)" })
    for failure in failures {
      let count = failure.count
      let first = failure.first.map { "run \($0)" } ?? "a run of the corpus"
      let more = count > 1 ? " and \((count - 1).grouped) more" : ""
      lines += ["", "\(first)\(more) of \(failure.pipeline) broke rule \(failure.failure.rule)"]
      if let token = failure.failure.token {
        lines.append("to replay: status-stream replay \(token)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func never(_ names: [String]) -> [String] {
    names.isEmpty ? ["  never: nothing"] : names.map { "  never: \($0)" }
  }

  /// A time in the two units that say most of it.
  package static func duration(milliseconds: Double) -> String {
    let seconds = Int(milliseconds / 1_000)
    switch seconds {
    case ..<60: return String(format: "%.1f s", milliseconds / 1_000)
    case ..<3_600: return "\(seconds / 60) min \(seconds % 60) s"
    case ..<86_400: return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
    default: return "\((seconds / 86_400).grouped) d \(seconds % 86_400 / 3_600) h"
    }
  }
}

extension Int {
  /// The digits with a comma after every third.
  package var grouped: String {
    let digits = Array(String(self))
    return digits.indices.map { place in
      let isStart = place > 0 && (digits.count - place).isMultiple(of: 3)
      return (isStart ? "," : "") + String(digits[place])
    }.joined()
  }
}
