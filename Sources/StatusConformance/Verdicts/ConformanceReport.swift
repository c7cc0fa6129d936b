public import DeterministicSimulation

/// The verdicts on an implementation, by every rule about its stage.
public struct ConformanceReport: Sendable, Hashable {
  /// A rule and what was found about it.
  public struct Entry: Sendable, Hashable {
    /// The rule.
    public let rule: ConformanceRule
    /// What was found.
    public let verdict: Verdict

    package init(rule: ConformanceRule, verdict: Verdict) {
      self.rule = rule
      self.verdict = verdict
    }
  }

  /// What the implementation is called.
  public let name: String
  /// The stage that it is about.
  public let subject: ConformanceSubject
  /// Whether schedules were looked for; otherwise the runs are those that happened in real time.
  public let isExplored: Bool
  /// One entry for each rule, by number.
  public let entries: [Entry]

  package init(
    name: String, subject: ConformanceSubject, isExplored: Bool, entries: [Entry],
    coverage: Coverage? = nil, artifact: String? = nil,
    isVerbatim: Bool = true
  ) {
    self.name = name
    self.subject = subject
    self.isExplored = isExplored
    self.entries = entries
    self.coverage = coverage
    self.artifact = artifact
    self.isVerbatim = isVerbatim
  }

  /// How much the verdicts rest on; `nil` if no rule could be judged.
  public let coverage: Coverage?

  /// Which share of the runs was judged: all, unless less was asked for.
  public var shard: Shard { coverage?.shard ?? .whole }

  /// That share as it is shown; `nil` for all runs.
  var share: String? { shard == .whole ? nil : "\(shard)" }

  /// The path of the file that was judged; `nil` if it was no file.
  public let artifact: String?
  /// Whether places in bytes are places in that file.
  let isVerbatim: Bool

  /// The name in one line: a file's may have line breaks in it, and what moves a terminal's cursor.
  var label: String {
    var label = ""
    for scalar in name.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        label += "\\u{\(String(scalar.value, radix: 16))}"
      default: label.unicodeScalars.append(scalar)
      }
    }
    return label
  }

  /// The same report with other entries.
  package func replacingEntries(_ entries: [Entry]) -> ConformanceReport {
    ConformanceReport(
      name: name, subject: subject, isExplored: isExplored, entries: entries, coverage: coverage,
      artifact: artifact, isVerbatim: isVerbatim)
  }

  /// The violations that are not waived, by rule.
  public var violations: [Violation] {
    entries.compactMap { entry in
      if case .violation(let violation) = entry.verdict { violation } else { nil }
    }
  }
}

/// What a verification finds about one rule.
public enum Verdict: Sendable, Hashable {
  /// The rule holds in all runs that were made.
  case pass(Coverage)
  /// The rule was not judged.
  case skip(reason: String)
  /// The rule is broken.
  case violation(Violation)
  /// The rule is broken, which is known and accepted.
  case waived(Violation, Waiver)
}
