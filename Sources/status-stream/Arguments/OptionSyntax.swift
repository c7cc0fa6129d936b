/// How an option is written on the command line.
package struct OptionSyntax: Sendable, Hashable {
  /// What an option takes.
  enum Arity {
    /// Nothing: it is there or not.
    case flag
    /// A value, once.
    case value
    /// A value each time that it is given.
    case values
  }

  /// The option with its two dashes.
  package let name: String
  /// What the option takes.
  let arity: Arity

  init(_ name: String, _ arity: Arity) {
    self.name = name
    self.arity = arity
  }
}

extension OptionSyntax {
  /// Asks for an explanation, after any command.
  static let help = OptionSyntax("--help", .flag)
  /// Asks for the version.
  static let version = OptionSyntax("--version", .flag)
}
