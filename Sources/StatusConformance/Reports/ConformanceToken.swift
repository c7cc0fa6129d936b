public import DeterministicSimulation

/// A run of one of several implementations: the stage, the implementation's name and the token of
/// the run, with dots between.
public struct ConformanceToken: Sendable, Hashable {
  /// The stage.
  public let subject: ConformanceSubject
  /// What the implementation is called.
  public let name: String
  /// The run.
  public let run: ReplayToken

  /// Names a run.
  public init(subject: ConformanceSubject, name: String, run: ReplayToken) {
    self.subject = subject
    self.name = name
    self.run = run
  }

  /// Why a text is not a token.
  public struct ParsingError: Error, Hashable, CustomStringConvertible {
    /// What is wrong with the text.
    public let description: String
  }

  /// Reads a token.
  ///
  /// - Throws: ``ParsingError``.
  public init(parsing text: String) throws(ParsingError) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 3, let subject = ConformanceSubject(rawValue: String(parts[0])) else {
      let stages = ConformanceSubject.allCases.map(\.rawValue).joined(separator: ", ")
      throw ParsingError(
        description: "expected STAGE.NAME.TOKEN, where the stage is one of \(stages)")
    }
    do {
      run = try ReplayToken(parsing: String(parts[parts.count - 1]))
    } catch {
      throw ParsingError(description: "\(error)")
    }
    self.subject = subject
    name = parts[1..<parts.count - 1].joined(separator: ".")
  }
}

extension ConformanceToken: CustomStringConvertible {
  /// The text that it is read from.
  public var description: String { "\(subject.rawValue).\(name).\(run)" }
}

extension ConformanceReport {
  /// What repeats a violation's run among other implementations; `nil` for one in real time.
  public func token(for violation: Violation) -> ConformanceToken? {
    violation.token.map { ConformanceToken(subject: subject, name: name, run: $0) }
  }
}
