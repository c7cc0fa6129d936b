/// A broken rule that is known and accepted for a time.
public struct Waiver: Sendable, Hashable {
  /// The rule that is broken.
  public let rule: ConformanceRule
  /// The stage whose implementation breaks it; `nil` for any.
  public let subject: ConformanceSubject?
  /// The implementation that breaks it; `nil` for any.
  public let name: String?
  /// Why that is accepted.
  public let reason: String
  /// The last day on which it is.
  public let until: CalendarDay

  /// Accepts that a rule is broken.
  public init(
    _ rule: ConformanceRule, subject: ConformanceSubject? = nil, name: String? = nil,
    reason: String, until: CalendarDay
  ) {
    self.rule = rule
    self.subject = subject
    self.name = name
    self.reason = reason
    self.until = until
  }

  /// Whether it is about an implementation.
  package func covers(_ report: ConformanceReport) -> Bool {
    (subject ?? report.subject) == report.subject && (name ?? report.name) == report.name
  }

  /// Whether it is about the same as another one.
  func repeats(_ other: Waiver) -> Bool {
    (rule, subject, name) == (other.rule, other.subject, other.name)
  }
}

extension Waiver: CustomStringConvertible {
  /// The rule and what it is about.
  public var description: String {
    let about = [subject?.rawValue, name?.quoted].compactMap(\.self).joined(separator: " ")
    return "the waiver of rule \(rule.id)" + (about.isEmpty ? "" : " for \(about)")
  }
}

/// A waiver that has nothing more to waive.
public struct StaleWaiver: Sendable, Hashable, CustomStringConvertible {
  /// The waiver.
  public let waiver: Waiver
  /// Why it is stale.
  public let reason: String

  /// Names the waiver and says why it is stale.
  public var description: String { "\(waiver) is stale: \(reason)" }
}
