internal import DeterministicSimulation
internal import GoldenTranscripts
internal import ReferenceScenarios
internal import RunTimelines
internal import StatusConformance

/// Draws a run.
package struct TimelineCommand: Subcommand {
  /// What the user types.
  package static let name = "timeline"
  /// What it does.
  package static let summary = "Draw a run for a browser, or write its trace for Perfetto"
  /// The options that it takes.
  package static let options = [OptionSyntax.format, .output]
  /// It takes what to draw.
  package static let operandLimit = 1

  /// What is to be drawn.
  private enum Subject {
    case scenario(Scenario)
    case run(VerificationRun)
    case events(path: String)
  }

  private let subject: Subject
  private let format: TimelineFormat
  private let output: OutputFile

  /// Reads the options, and what the operand is.
  package init(_ arguments: ParsedArguments) throws(UsageError) {
    format = try arguments.choice(of: .format, as: TimelineFormat.self) ?? .html
    output = OutputFile(path: try arguments.path(of: .output))
    guard let operand = arguments.operands.first, !operand.isEmpty else {
      throw UsageError("timeline needs a scenario, a token, or a file of events")
    }
    if let scenario = Scenario.named(operand) {
      subject = .scenario(scenario)
    } else if operand == "-" || SystemCalls.exists(operand) {
      subject = .events(path: operand)
      try output.check(besides: [operand])
    } else if operand.hasTokenForm {
      subject = .run(try VerificationRun(parsing: operand))
    } else if (try? ReplayToken(parsing: operand)) != nil {
      throw UsageError(
        "\(operand.quoted) is the token of a test, which alone knows what it runs: set "
          + "STATUS_SIMULATION_TOKEN for 'swift test --filter NAME --attachments-path FOLDER'")
    } else {
      let near = operand.nearest(among: Scenario.all.map(\.name))
      let hint =
        near.map { "did you mean \($0.quoted)?" } ?? "expected a scenario, a token, or a file"
      throw UsageError("no scenario and no file is called \(operand.quoted); \(hint)")
    }
  }

  /// Makes the run, and draws it.
  package func execute(on console: Console) throws -> ExitStatus {
    try output.check()
    let timeline = try timeline(on: console)
    try output.write(Array(format.text(of: timeline).utf8), on: console)
    return .success
  }

  private func timeline(on console: Console) throws -> RunTimeline {
    switch subject {
    case .scenario(let scenario): return try RunTimeline(playing: scenario)
    case .run(let run): return try run.replay().picture
    case .events(let path):
      let input = InputReader(path: path, interruption: console.interruption)
      let bytes = try input.readAll()
      do {
        let events = try EventListing(parsing: bytes, path: input.name).events
        return RunTimeline(title: input.name, of: events)
      } catch {
        throw CommandFailure("not a file of events: \(error)", .data)
      }
    }
  }

  /// The explanation of the command.
  package static let help = """
    Usage: status-stream timeline [OPTION]… SCENARIO|TOKEN|EVENTS-FILE

    Draws a run: what its agents did, what the buffer held, what was delivered and
    what arrived, over virtual time. What it is of: a scenario by name (those that
    'status-stream record' plays), a run of 'status-stream conformance' or
    'simulate' by the token in its report (STAGE.NAME.TOKEN), or a file of events
    (events.jsonl; - for standard input).

    A token of a test of your own is drawn by that test: set STATUS_SIMULATION_TOKEN
    in the environment of 'swift test --filter NAME --attachments-path FOLDER'.

      status-stream timeline reconnect --output reconnect.html

    Options of timeline:
      --format FORMAT  html, one file for any browser, without scripts (the
                       default); trace, the Chrome trace JSON that
                       https://ui.perfetto.dev and chrome://tracing open; or svg,
                       the picture alone as an image, which holds HTML and is
                       drawn by browsers alone.
      --output FILE    Write to a file instead of standard output; it is replaced as
                       a whole or not at all.

    Exit status: 0 it is drawn; 1 the token does not fit; 64 the command line is
    wrong; 65 the file is no file of events; 74 input or output failed; 130
    interrupted; 143 terminated.

    """
}

extension RunTimeline {
  /// Plays a scenario in virtual time, and draws what happens.
  ///
  /// - Throws: `SimulationError` for a scenario that does not end.
  init(playing scenario: Scenario) throws {
    let events = try simulate { sim in try await scenario.events(on: sim.clock) }
    let playback = try simulate { sim in try await scenario.play(on: sim.clock) }
    self.init(of: scenario, events, playback)
  }
}

extension String {
  /// Whether it may be meant for the token of a run.
  fileprivate var hasTokenForm: Bool {
    split(separator: ".", omittingEmptySubsequences: false).count >= 3
  }
}
