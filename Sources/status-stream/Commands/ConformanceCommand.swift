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
      OptionSyntax.adapter, .wire, .runs, .callTimeout, .shard, .progress, .coverage, .list,
      .explain,
    ]
  /// It takes none.
  package static let operandLimit = 0

  /// What is asked for.
  private enum Assignment {
    /// The verdicts on the package's own implementations.
    case verify(RunSelection, Progress.Style)
    /// The verdicts on the pipeline behind an adapter.
    case adapter(AdapterVerification)
    /// All rules.
    case list
    /// One of them.
    case explain(ConformanceRule)
  }

  private let assignment: Assignment
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
    assignment = try Self.assignment(arguments)
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

  private static func assignment(
    _ arguments: ParsedArguments
  ) throws(UsageError) -> Assignment {
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
    for option in [OptionSyntax.coverage, .waivers, .timelines, .shard, .progress]
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
    switch assignment {
    case .list:
      try report.write(
        report.format == .json ? RuleCatalog.json() : Array(RuleCatalog.list.utf8), on: console)
      return .success
    case .explain(let rule):
      try report.write(Array(rule.explanation.utf8), on: console)
      return .success
    case .adapter(let verification):
      let verdicts: ConformanceReport
      do {
        verdicts = try await verification.report(on: console)
      } catch let failure as AdapterFailure {
        throw InputFailure("\(failure)", failure.status)
      }
      return try write(ConformanceSummary([verdicts]), waiving: waivers, on: console)
    case .verify(let selection, let style):
      let all = BuiltInVerifications.all
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
    try report.write(
      summary, waiving: waivers, appendix: showsCoverage ? "\n" + summary.coverage : "",
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
    let number = arguments.values(of: .runs).first ?? "\(Self.usualRuns)"
    guard let runs = Int(number), runs > 0 else {
      throw UsageError("--runs \(number.quoted): expected a number above 0")
    }
    self.runs = runs
    selection = RunSelection(try arguments.shard())
  }
}

extension OptionSyntax {
  fileprivate static let adapter = OptionSyntax("--adapter", .value)
  fileprivate static let runs = OptionSyntax("--runs", .value)
  fileprivate static let callTimeout = OptionSyntax("--call-timeout", .value)
  fileprivate static let coverage = OptionSyntax("--coverage", .flag)
  fileprivate static let list = OptionSyntax("--list", .flag)
  fileprivate static let explain = OptionSyntax("--explain", .value)
}
