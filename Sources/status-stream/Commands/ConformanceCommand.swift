internal import DeterministicSimulation
internal import GoldenTranscripts
internal import StatusConformance

/// Verifies implementations by the rules, or tells of the rules.
package struct ConformanceCommand: Subcommand {
  /// What the user types.
  package static let name = "conformance"
  /// What it does.
  package static let summary = "Verify the package's own implementations by the rules"
  /// The options that it takes.
  package static let options =
    ReportOptions.syntax
    + [
      OptionSyntax.adapter, .wire, .runs, .callTimeout, .shard, .progress, .only, .coverage,
      .list, .explain,
    ]
  /// It takes none.
  package static let operandLimit = 0

  /// What is asked for.
  private enum Mode {
    /// The verdicts on the package's own implementations.
    case verify(RunSelection, Progress.Style)
    /// The verdicts on the pipeline behind an adapter.
    case adapter(AdapterVerification)
    /// All rules.
    case list
    /// One of them.
    case explain(ConformanceRule)
  }

  private let mode: Mode
  private let filter: VerificationFilter
  private let report: ReportOptions
  /// Whether the table is followed by what happened in the runs.
  private let showsCoverage: Bool

  /// How the verdicts are shown.
  package var format: ReportFormat { report.format }
  /// The file to write them to; `nil` for standard output.
  package var output: String? { report.output.path }

  /// Reads the options.
  package init(_ arguments: ParsedArguments) throws(UsageError) {
    report = try ReportOptions(arguments)
    filter = try VerificationFilter(
      arguments.values(of: .only), namesAllowed: !arguments.contains(.adapter))
    mode = try Self.mode(arguments)
    showsCoverage = arguments.contains(.coverage)
    guard !showsCoverage || report.format == .table else {
      throw UsageError("--coverage is for the table: json tells of it anyway, the others can't")
    }
    do {
      try ConformanceEnvironment.current.validate()
    } catch {
      throw UsageError("\(error)")
    }
  }

  private static func mode(
    _ arguments: ParsedArguments
  ) throws(UsageError) -> Mode {
    let isList = arguments.contains(.list)
    let isAdapter = arguments.contains(.adapter)
    for option in [OptionSyntax.wire, .runs, .callTimeout]
    where arguments.contains(option) && !isAdapter {
      throw UsageError("\(option.name) needs --adapter")
    }
    if isAdapter, isList || arguments.contains(.explain) {
      throw UsageError("--adapter does not go together with --list and --explain")
    }
    if isAdapter { return .adapter(try AdapterVerification(arguments)) }
    guard isList || arguments.contains(.explain) else {
      return .verify(RunSelection(try arguments.shard()), try arguments.progress())
    }
    if isList, arguments.contains(.explain) {
      throw UsageError("--list is of all rules, so it does not go together with --explain")
    }
    let name = isList ? "--list" : "--explain"
    for option in [OptionSyntax.only, .coverage, .waivers, .timelines, .shard, .progress]
    where arguments.contains(option) {
      throw UsageError("\(option.name) is for verdicts, and \(name) gives none")
    }
    if isList {
      if let format = arguments.values(of: .format).first, !["table", "json"].contains(format) {
        throw UsageError("--list has --format table or json, got \(format.quoted)")
      }
      return .list
    }
    if arguments.contains(.format) {
      throw UsageError("--explain is for people: leave --format out")
    }
    let number = arguments.values(of: .explain).first ?? ""
    guard let rule = Int(number).flatMap(ConformanceRule.init) else {
      throw UsageError("--explain \(number.quoted): expected the number of a rule, see --list")
    }
    return .explain(rule)
  }

  /// Does what is asked for, and shows what came of it.
  package func execute(on console: Console) async throws -> ExitStatus {
    let waivers = try report.prepare(on: console)
    switch mode {
    case .list:
      try report.write(
        report.format == .json
          ? RuleCatalog.json()
          : Array(RuleCatalog.list(columns: report.output.columns(on: console)).utf8), on: console)
      return .success
    case .explain(let rule):
      try report.write(Array(rule.explanation.utf8), on: console)
      return .success
    case .adapter(let verification):
      let verdicts: ConformanceReport
      do {
        verdicts = try await verification.report(on: console)
      } catch let failure as AdapterFailure {
        throw CommandFailure("\(failure)", failure.status)
      }
      return try write(ConformanceSummary([verdicts]), waiving: waivers, on: console)
    case .verify(let selection, let style):
      let all = filter.verifications
      let tally = RunTally()
      let count = all.reduce(0) { $0 + $1.runs(in: selection) }
      let progress = Progress(style, of: .count(count), unit: "runs", tally: tally)
      let reports = try console.wait(telling: progress) {
        var reports: [ConformanceReport] = []
        for verification in all {
          reports.append(await verification.verifyAll(selection, tally: tally))
        }
        return reports
      }
      return try write(ConformanceSummary(reports), waiving: waivers, on: console)
    }
  }

  private func write(
    _ summary: ConformanceSummary, waiving waivers: [Waiver], on console: Console
  ) throws -> ExitStatus {
    let summary = ConformanceSummary(summary.reports.map(filter.report))
    return try report.write(
      summary, waiving: filter.waivers(waivers, of: summary),
      appendix: showsCoverage ? "\n" + summary.coverage : "",
      on: console)
  }
}

extension AdapterVerification {
  /// Reads the options.
  fileprivate init(_ arguments: ParsedArguments) throws(UsageError) {
    command = arguments.values(of: .adapter).first ?? ""
    guard command.contains(where: { !$0.isWhitespace }) else {
      throw UsageError("--adapter is empty: expected a command")
    }
    wire = try arguments.choice(of: .wire, as: CaptureWire.self) ?? .sse
    callTimeout = try arguments.duration(of: .callTimeout) ?? .seconds(10)
    runs = try arguments.count(of: .runs) ?? Self.usualRuns
    selection = RunSelection(try arguments.shard())
  }
}

extension OptionSyntax {
  fileprivate static let adapter = OptionSyntax("--adapter", .value)
  fileprivate static let runs = OptionSyntax("--runs", .value)
  fileprivate static let callTimeout = OptionSyntax("--call-timeout", .value)
  fileprivate static let coverage = OptionSyntax("--coverage", .flag)
  fileprivate static let only = OptionSyntax("--only", .values)
  static let list = OptionSyntax("--list", .flag)
  fileprivate static let explain = OptionSyntax("--explain", .value)
}

extension ConformanceCommand {
  /// The explanation of the command.
  package static let help = """
    Usage: status-stream conformance [OPTION]…
           status-stream conformance --adapter COMMAND [OPTION]…
           status-stream conformance --list | --explain RULE

    Verifies the package's own agents, buffers, deliveries, sinks and whole
    pipelines by the numbered rules of conformance: each is run many times in
    virtual time, under other schedules, latencies, faults and cancellations, and
    each run is judged by every rule.

    With --adapter it verifies a pipeline in whatever language instead, from outside
    and in real time: a shell runs COMMAND, which answers calls in lines of JSON;
    Fixtures/README.md has the protocol, Tests/Adapters examples in Python.

    Options of conformance:
      --adapter COMMAND
                       Verify the pipeline behind this adapter.
      --wire FORMAT    What its viewers are sent: sse (the default), websocket,
                       terminal, jsonl, ag-ui.
      --runs N         How many runs of it to make; \(AdapterVerification.usualRuns) if it is not said.
      --call-timeout TIME
                       How long the adapter may take for an answer; 10s unless said.
      --shard I/N      Make the Ith of N shares of the runs: run K is of share K
                       modulo N. With auto the engine's variables say which, as with
                       STATUS_SHARD=auto.
      --progress HOW   auto: one line on a terminal (the default); plain: a line
                       every ten seconds; quiet: nothing.
    \(ReportOptions.help)
      --only WHAT      Show this alone: a rule by its number, an implementation by
                       its name, a stage, or STAGE.NAME; may be repeated.
      --coverage       After the table: how often each thing that can happen has
                       happened in the runs, alone and with each other one, and what
                       can't happen together.
      --list           List the rules instead; with --format json all that is known
                       of them.
      --explain RULE   Explain a rule instead: what holds, why, what breaks it, the
                       usual remedy.

    A file of waivers is a JSON object such as
      {"format": "status-conformance-waivers", "version": 1, "waivers": [
        {"rule": 711, "subject": "sink", "name": "legacy", "reason": "goes in May",
         "until": "2027-05-31"}]}
    where subject and name may be left out. In reports a waived rule has its reason.

    The variable STATUS_CONFORMANCE_RUNS of the environment raises the number of
    runs, but for an adapter's; STATUS_SHARD is another way to say --shard.

    Exit status: 0 every rule holds or is waived; 1 a rule is broken, a waiver is
    stale, or an adapter answered wrongly or late; 64 the command line is wrong; 65
    the waivers are; 74 input or output failed, or an adapter could not start, died,
    closed its output or wrote no JSON; 130 interrupted; 143 terminated.

    """
}
