/// What a command line asks for.
package enum Request: Sendable {
  /// To print a text.
  case show(String)
  /// To do something.
  case execute(any Subcommand)

  /// The subcommands in the order in which help lists them.
  package static let subcommands: [any Subcommand.Type] = [
    RunCommand.self, RecordCommand.self, ConformanceCommand.self, ReplayCommand.self,
    CheckCommand.self, SimulateCommand.self, TimelineCommand.self, HelpCommand.self,
  ]

  /// Reads a command line.
  ///
  /// - Parameter arguments: what follows the name of the program.
  /// - Throws: ``UsageError``.
  package init(arguments: [String]) throws(UsageError) {
    guard let first = arguments.first, first.utf8.first != UInt8(ascii: "-") else {
      self = try Self.request(for: RunCommand.self, arguments, help: HelpCommand.overview)
      return
    }
    let command = try Self.subcommand(named: first)
    self = try Self.request(for: command, arguments.dropFirst(), help: command.help)
  }

  /// Where to read on after an error in a command line.
  package static func advice(on arguments: [String]) -> String {
    let command = subcommands.first { $0.name == arguments.first && $0 != HelpCommand.self }
    return "See 'status-stream \(command.map { "\($0.name) " } ?? "")--help'."
  }

  /// The subcommand of a name.
  ///
  /// - Throws: ``UsageError`` with the nearest name, or with all of them if none is near.
  static func subcommand(named name: String) throws(UsageError) -> any Subcommand.Type {
    if let command = subcommands.first(where: { $0.name == name }) { return command }
    let names = subcommands.map { $0.name }
    let hint =
      name.nearest(among: names).map { "did you mean \($0.quoted)?" }
      ?? "expected \(names.alternatives)"
    throw UsageError("unknown command \(name.quoted); \(hint)")
  }

  private static func request(
    for command: any Subcommand.Type, _ words: some Sequence<String>, help: String
  ) throws(UsageError) -> Request {
    let arguments = try ParsedArguments(words, options: command.options + [.help, .version])
    if let extra = arguments.operands.dropFirst(command.operandLimit).first {
      let isCommand = subcommands.contains { $0.name == extra }
      let hint = isCommand ? "; a command comes before its options" : ""
      throw UsageError("unexpected argument \(extra.quoted)\(hint)")
    }
    if arguments.contains(.help) { return .show(help) }
    if arguments.contains(.version) { return .show("status-stream \(ProgramVersion.current)\n") }
    return .execute(try command.init(arguments))
  }
}

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
  /// - Throws: ``OutputError``, ``CommandFailure``, `CancellationError` after an interruption;
  ///   ``UsageError`` for what the files around it show to be missing from the command line.
  func execute(on console: Console) async throws -> ExitStatus
}

/// Explains the program, or one of its commands.
package struct HelpCommand: Subcommand {
  /// What the user types.
  package static let name = "help"
  /// What it does.
  package static let summary = "Explain a command"
  /// It takes none.
  package static let options: [OptionSyntax] = []
  /// It takes the name of a command.
  package static let operandLimit = 1

  private let text: String

  /// Looks up the command to explain.
  package init(_ arguments: ParsedArguments) throws(UsageError) {
    if let topic = arguments.operands.first {
      text = try Request.subcommand(named: topic).help
    } else {
      text = Self.overview
    }
  }

  /// Prints the explanation.
  package func execute(on console: Console) throws -> ExitStatus {
    try console.output.write(text)
    return .success
  }

  /// The explanation of the command itself.
  package static let help = """
    Usage: status-stream help [COMMAND]

    Explains a command, or without one the program.

    """

  /// The explanation of the program, with the options of its default command.
  static var overview: String {
    let commands = Request.subcommands.map { (name: $0.name, meaning: $0.summary) }
    return """
      Usage: status-stream [COMMAND] [OPTION]…

      Shows what an agent is doing while it works: on a terminal, or as the bytes of a
      server-sent event stream or a WebSocket.

      Commands:
      \(commands.listed(columns: 80))
      Without a command, run is meant.

      \(RunCommand.optionsHelp)
      Other options:
        -h, --help   Print this explanation, or that of the command before it.
        --version    Print the version.

      """
  }
}
