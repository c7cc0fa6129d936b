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
    let width = Request.subcommands.map { $0.name.count }.max() ?? 0
    let commands = Request.subcommands.map { command in
      let padding = String(repeating: " ", count: width - command.name.count)
      return "  \(command.name)\(padding)   \(command.summary)\n"
    }
    return """
      Usage: status-stream [COMMAND] [OPTION]…

      Shows what an agent is doing while it works: on a terminal, or as the bytes of a
      server-sent event stream or a WebSocket.

      Commands:
      \(commands.joined())
      Without a command, run is meant.

      \(RunCommand.optionsHelp)
      Other options:
        --help       Print this explanation, or that of the command before it.
        --version    Print the version.

      """
  }
}
