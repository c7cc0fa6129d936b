internal import GoldenTranscripts
internal import StatusConformance

/// Verifies the package's own agents, buffers, deliveries and sinks.
package struct ConformanceCommand: Subcommand {
  /// What the user types.
  package static let name = "conformance"
  /// What it does.
  package static let summary = "Verify the package's own implementations by the rules"
  /// The options that it takes.
  package static let options = [OptionSyntax.format, .output, .coverage]
  /// It takes none.
  package static let operandLimit = 0

  /// How the verdicts are shown.
  package let format: ReportFormat
  /// The file to write them to; `nil` for standard output.
  package let output: String?

  /// Whether the table is followed by what happened in the runs.
  package let showsCoverage: Bool

  /// Reads the options.
  package init(_ arguments: ParsedArguments) throws(UsageError) {
    format = try arguments.choice(of: .format, as: ReportFormat.self) ?? .table
    output = arguments.values(of: .output).first
    showsCoverage = arguments.contains(.coverage)
    guard !showsCoverage || format == .table else {
      throw UsageError("--coverage is for the table: json tells of it anyway, junit can't")
    }
    guard output != "" else { throw UsageError("--output is empty: expected a file") }
    do {
      try ConformanceEnvironment.current.validate()
    } catch {
      throw UsageError("\(error)")
    }
  }

  /// Verifies one after the other, and shows what came of it.
  package func execute(on console: Console) async throws -> ExitStatus {
    if let output {
      try reportingFailure { () throws(GoldenStoreError) in
        try WholeFile.checkReplaceable(output)
      }
    }
    var reports: [ConformanceReport] = []
    for verification in BuiltInVerifications.all {
      if console.interruption.isRaised { throw CancellationError() }
      reports.append(await verification.verifyAll())
    }
    let summary = ConformanceSummary(reports)
    try write(try bytes(of: summary), on: console)
    return summary.hasViolations ? .failure : .success
  }

  private func bytes(of summary: ConformanceSummary) throws -> [UInt8] {
    switch format {
    case .table:
      Array((summary.table + (showsCoverage ? "\n" + summary.coverage : "")).utf8)
    case .json: try summary.json()
    case .junit: Array(summary.junit.utf8)
    }
  }

  private func write(_ bytes: [UInt8], on console: Console) throws {
    guard let output else { return try console.output.write(bytes) }
    try reportingFailure { () throws(GoldenStoreError) in try WholeFile.write(bytes, to: output) }
  }

  private func reportingFailure(_ operation: () throws(GoldenStoreError) -> Void) throws {
    do {
      try operation()
    } catch {
      throw ReportFailure(error: error)
    }
  }

  /// The explanation of the command.
  package static let help = """
    Usage: status-stream conformance [OPTION]…

    Verifies the package's own agents, buffers, deliveries and sinks by the numbered rules of
    conformance: each is run many times in virtual time, under other schedules, latencies,
    faults and cancellations, and each run is judged by every rule.

    Options of conformance:
      --format FORMAT  What to write: table for people (the default), json for programs,
                       junit for CI systems.
      --output FILE    Write to a file instead of standard output; it is replaced as a whole or
                       not at all.
      --coverage       After the table: how often each thing that can happen has happened in the
                       runs, alone and with each other one, and what can't happen together.

    The variable STATUS_CONFORMANCE_RUNS of the environment raises the number of runs.

    Exit status: 0 every rule holds; 1 a rule is broken; 64 the command line is wrong; 74 output
    failed; 130 interrupted; 143 terminated.

    """
}

extension OptionSyntax {
  fileprivate static let format = OptionSyntax("--format", .value)
  fileprivate static let coverage = OptionSyntax("--coverage", .flag)
  fileprivate static let output = OptionSyntax("--output", .value)
}
