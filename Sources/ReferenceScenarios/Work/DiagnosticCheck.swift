/// A test that was run to find out what an incident has broken.
public struct DiagnosticCheck: Sendable, Hashable {
  /// What is tested.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Each part alone.
    case unit
    /// The parts together.
    case integration
  }

  /// How a test ended.
  public enum Outcome: String, Sendable, Hashable {
    /// As it should.
    case passed
    /// Otherwise.
    case failed
  }

  /// What was tested.
  public let kind: Kind
  /// How it ended.
  public let outcome: Outcome

  /// Runs a test: the parts are fine, together they are not.
  public init(running kind: Kind) {
    self.kind = kind
    self.outcome = kind == .unit ? .passed : .failed
  }
}
