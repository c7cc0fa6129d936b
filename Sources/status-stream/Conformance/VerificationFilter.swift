internal import StatusConformance

/// What is verified of the package's own implementations, and by which rules.
struct VerificationFilter: Sendable {
  /// The rules; `nil` for all.
  private let rules: Set<ConformanceRule>?
  /// What is verified, stage by stage.
  let verifications: [any Verification]

  /// Reads words: numbers of rules, and names of implementations, of stages, or of both with a full
  /// stop between them.
  init(_ words: [String], namesAllowed: Bool) throws(UsageError) {
    var rules: Set<ConformanceRule> = []
    var names: [String] = []
    for word in words {
      guard let number = Int(word) else {
        names.append(word)
        continue
      }
      guard let rule = ConformanceRule(id: number) else {
        throw UsageError("--only \(word.quoted): there is no such rule, see --list")
      }
      rules.insert(rule)
    }
    if !namesAllowed, let name = names.first {
      throw UsageError("--only \(name.quoted): with --adapter it takes the number of a rule")
    }
    for name in names where !BuiltInVerifications.all.contains(where: { $0.answers(to: name) }) {
      throw .unknownName(name)
    }
    self.rules = rules.isEmpty ? nil : rules
    let named = BuiltInVerifications.all.filter { verification in
      names.isEmpty || names.contains { verification.answers(to: $0) }
    }
    verifications = named.filter { verification in
      rules.isEmpty || !rules.isDisjoint(with: ConformanceRule.all(about: verification.subject))
    }
    if let name = names.first, let rule = rules.first, verifications.isEmpty {
      throw UsageError("--only \(rule.id) is not about \(name.quoted)")
    }
  }

  /// What is asked for of a report.
  func report(_ report: ConformanceReport) -> ConformanceReport {
    guard let rules else { return report }
    return report.replacingEntries(report.entries.filter { rules.contains($0.rule) })
  }

  /// The waivers about what is verified: of the others nothing is known.
  func waivers(_ waivers: [Waiver], of summary: ConformanceSummary) -> [Waiver] {
    guard rules != nil || verifications.count < BuiltInVerifications.all.count else {
      return waivers
    }
    return waivers.filter { waiver in
      (rules?.contains(waiver.rule) ?? true) && summary.reports.contains(where: waiver.covers)
    }
  }
}

extension Verification {
  /// Whether a word names this one, its stage or both.
  fileprivate func answers(to word: String) -> Bool {
    [name, subject.rawValue, "\(subject.rawValue).\(name)"].contains(word)
  }
}

extension UsageError {
  fileprivate static func unknownName(_ name: String) -> UsageError {
    let verifications = BuiltInVerifications.all
    let stages = ConformanceSubject.allCases.map(\.rawValue)
    let names = verifications.flatMap { [$0.name, "\($0.subject.rawValue).\($0.name)"] }
    let hint =
      name.nearest(among: stages + names).map { "did you mean \($0.quoted)?" }
      ?? "expected the number of a rule, \(stages.alternatives), or a name as the table has it"
    return UsageError("--only \(name.quoted): \(hint)")
  }
}
