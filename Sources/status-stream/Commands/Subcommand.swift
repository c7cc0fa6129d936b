/// One of the things that the command does, each in a file of its own.
///
/// To add one, conform a type and name it in ``Request/subcommands``.
package protocol Subcommand: Sendable {
  /// What the user types.
  static var name: String { get }
  /// What it does, in one line without a full stop, for the list of commands.
  static var summary: String { get }
  /// The explanation that `help` prints.
  static var help: String { get }
  /// The options that it takes.
  static var options: [OptionSyntax] { get }
  /// The most operands that it takes.
  static var operandLimit: Int { get }

  /// Reads what it shall do from a command line whose syntax is right.
  ///
  /// - Throws: ``UsageError`` for values that are unknown or don't go together.
  init(_ arguments: ParsedArguments) throws(UsageError)

  /// Does it.
  ///
  /// - Throws: ``OutputError``, ``GoldenFailure``, `CancellationError` after an interruption;
  ///   ``UsageError`` for what the files around it show to be missing from the command line.
  func execute(on console: Console) async throws -> ExitStatus
}
