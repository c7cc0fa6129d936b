/// What breaks a rule, and what usually helps.
struct RuleAdvice: Sendable {
  /// The code that most often breaks it.
  let breakage: String
  /// What is usually done about it.
  let remedy: String

  /// By the number of the rule.
  static let byRule = order.merging(pressure) { $1 }.merging(bytes) { $1 }.merging(agUI) { $1 }
}

extension ConformanceRule {
  /// What code that breaks the rule most often looks like.
  public var breakage: String { RuleAdvice.byRule[id]?.breakage ?? "" }

  /// What is usually done about it.
  public var remedy: String { RuleAdvice.byRule[id]?.remedy ?? "" }
}
