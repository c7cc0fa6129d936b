/// What a command line asks for.
package enum Request: Sendable {
  /// To print a text.
  case show(String)
  /// To do something.
  case execute(any Subcommand)

  /// The subcommands in the order in which help lists them.
  static let subcommands: [any Subcommand.Type] = [
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
    if arguments.contains(.version) { return .show("status-stream \(StatusStream.version)\n") }
    return .execute(try command.init(arguments))
  }
}
