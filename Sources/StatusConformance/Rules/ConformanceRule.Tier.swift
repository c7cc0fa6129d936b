extension ConformanceRule {
  /// Who has to keep a rule.
  public enum Tier: Sendable, Hashable {
    /// Every implementation.
    case required
    /// An implementation that declares a capability.
    case capability(ConformanceCapability)
  }
}

extension ConformanceRule.Tier: CustomStringConvertible {
  /// `required`, or what is needed.
  public var description: String {
    switch self {
    case .required: "required"
    case .capability(let capability): "needs \(capability)"
    }
  }
}
