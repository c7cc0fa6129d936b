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
