public import StatusConformance

/// An implementation of a stage that the rules are tried on.
public struct Sample: Sendable {
  /// What it is called.
  public let name: String
  /// The rule that it breaks, and no lower one; `nil` for one that is right.
  public let rule: Int?
  /// A part of what the violation says.
  public let message: String
  /// What verifies it.
  public let verification: any Verification

  /// A faulty implementation.
  ///
  /// - Parameters:
  ///   - name: the bug, in a few words.
  ///   - rule: the number of the rule that it breaks.
  ///   - message: a part of what the violation has to say.
  ///   - verification: what verifies it.
  init(_ name: String, breaks rule: Int, saying message: String, _ verification: any Verification) {
    self.name = name
    self.rule = rule
    self.message = message
    self.verification = verification
  }

  /// A correct implementation.
  init(correct name: String, _ verification: any Verification) {
    self.name = name
    rule = nil
    message = ""
    self.verification = verification
  }
}

extension Sample: CustomStringConvertible {
  /// The stage and the name.
  public var description: String { "\(verification.subject.rawValue): \(name)" }
}
