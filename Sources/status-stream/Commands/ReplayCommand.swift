internal import StatusConformance

/// Makes a run of a verification once more.
package struct ReplayCommand: Subcommand {
  /// What the user types.
  package static let name = "replay"
  /// What it does.
  package static let summary = "Make a run of a verification once more"
  /// It takes none.
  package static let options: [OptionSyntax] = []
  /// It takes the token.
  package static let operandLimit = 1

  private let run: VerificationRun

  /// Reads the token.
  package init(_ arguments: ParsedArguments) throws(UsageError) {
    guard let text = arguments.operands.first else {
      throw UsageError("replay needs a token, as a report of 'conformance' has it")
    }
    run = try VerificationRun(parsing: text)
  }

  /// Makes the run, and shows what happened, what arrived and which rule it breaks.
  package func execute(on console: Console) throws -> ExitStatus {
    let (token, replay) = (run.token, try run.replay())
    var lines = ["\(token.subject.rawValue) \(token.name), \(replay.plan)", "what happened:"]
    lines += replay.timeline.map { "  \($0)" }
    lines += ["arrived:"] + replay.seenTranscript.map { "  \($0)" }
    lines.append(replay.violation.map { "\n\($0)" } ?? "no rule is broken")
    try console.output.write(lines.map { "\($0)\n" }.joined())
    return replay.violation == nil ? .success : .failure
  }

  /// The explanation of the command.
  package static let help = """
    Usage: status-stream replay TOKEN

    Makes a run of one of the package's own implementations once more, from the
    token in a report of 'status-stream conformance': STAGE.NAME.TOKEN. Prints what
    happened, at what virtual time, what arrived, and the lowest rule that the run
    breaks, if any. A token of another build configuration may lead to another run,
    which is said.

    A token of an implementation of your own is replayed by its test: set
    STATUS_SIMULATION_TOKEN in the environment of 'swift test --filter NAME'.

    Exit status: 0 no rule is broken; 1 one is, or the token does not fit; 64 the
    command line is wrong; 74 output failed.

    """
}
