internal import DeterministicSimulation
internal import GoldenTranscripts
internal import StatusConformance

/// Makes runs of the package's own pipelines in drawn worlds, or puts together what came of them.
package struct SimulateCommand: Subcommand {
  /// What the user types.
  package static let name = "simulate"
  /// What it does.
  package static let summary = "Try the package's own pipelines in as many worlds as you like"
  /// The options that it takes.
  package static let options = [
    OptionSyntax.seeds, .budget, .jobs, .shard, .stopAfter, .output, .resume, .corpus, .progress,
    .format, .timelines, .merge,
  ]
  /// It takes the files to merge.
  package static let operandLimit = Int.max

  private enum Assignment {
    case sweep(SweepRequest)
    case merge([String])
  }

  private let assignment: Assignment
  private let report: SweepReport

  /// Reads the options.
  package init(_ arguments: ParsedArguments) throws(UsageError) {
    let merges = arguments.contains(.merge)
    report = SweepReport(
      format: try arguments.choice(of: .format, as: ReportFormat.self) ?? .table,
      output: OutputFile(path: merges ? try arguments.path(of: .output) : nil),
      timelines: try arguments.path(of: .timelines).map(TimelineFolder.init))
    guard merges else {
      if let file = arguments.operands.first {
        throw UsageError("unexpected argument \(file.quoted): files are for --merge")
      }
      assignment = .sweep(try SweepRequest(arguments))
      return
    }
    for option in Self.options
    where arguments.contains(option) && ![.merge, .format, .output, .timelines].contains(option) {
      throw UsageError("\(option.name) is for runs that are made, and --merge makes none")
    }
    guard !arguments.operands.isEmpty else {
      throw UsageError("--merge needs files, as simulate --output writes them")
    }
    assignment = .merge(arguments.operands)
  }

  /// Does what is asked for, and shows what came of it.
  package func execute(on console: Console) async throws -> ExitStatus {
    try report.prepare()
    switch assignment {
    case .sweep(let request): return try await request.execute(report, on: console)
    case .merge(let paths): return try merge(paths, on: console)
    }
  }

  private func merge(_ paths: [String], on console: Console) throws -> ExitStatus {
    var merge = SweepMerge()
    for path in paths {
      let input = InputReader(path: path, interruption: console.interruption)
      let bytes = try input.readAll()
      let file: SweepFile
      // In full, since files of shares often differ at the end of their names.
      let name = path == "-" ? input.name : "'\(path.shownOnOneLine)'"
      do { file = try SweepFile(parsing: bytes) } catch {
        throw InputFailure("\(name), \(error)", .data)
      }
      if file.isCut {
        try console.errors.write("status-stream: the last line of \(name) was cut off\n")
      }
      merge.add(file, named: name)
    }
    for note in merge.notes { try console.errors.write("status-stream: \(note)\n") }
    let missing = merge.missing.map { "missing \($0)" }
    for fault in merge.conflicts + missing {
      try console.errors.write("status-stream: \(fault)\n")
    }
    guard merge.conflicts.isEmpty, let totals = merge.totals else { return .data }
    try report.write(totals, share: "All shares", on: console)
    if totals.isFailure { return .failure }
    return missing.isEmpty ? .success : .data
  }
}

extension OptionSyntax {
  static let seeds = OptionSyntax("--seeds", .value)
  static let budget = OptionSyntax("--budget", .value)
  static let jobs = OptionSyntax("--jobs", .value)
  static let stopAfter = OptionSyntax("--stop-after", .value)
  static let resume = OptionSyntax("--resume", .flag)
  static let corpus = OptionSyntax("--corpus", .value)
  fileprivate static let merge = OptionSyntax("--merge", .flag)
}
