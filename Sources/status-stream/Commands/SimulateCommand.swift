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

  private enum Mode {
    case sweep(SweepRequest)
    case merge([String])
  }

  private let mode: Mode
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
      mode = .sweep(try SweepRequest(arguments))
      return
    }
    for option in Self.options
    where arguments.contains(option) && ![.merge, .format, .output, .timelines].contains(option) {
      throw UsageError("\(option.name) is for runs that are made, and --merge makes none")
    }
    guard !arguments.operands.isEmpty else {
      throw UsageError("--merge needs files, as simulate --output writes them")
    }
    mode = .merge(arguments.operands)
    try report.output.check(besides: arguments.operands)
  }

  /// Does what is asked for, and shows what came of it.
  package func execute(on console: Console) async throws -> ExitStatus {
    try report.prepare()
    switch mode {
    case .sweep(let request): return try await request.execute(report, on: console)
    case .merge(let paths): return try merge(paths, on: console)
    }
  }

  private func merge(_ paths: [String], on console: Console) throws -> ExitStatus {
    var merge = SweepMerge()
    var cut: [String] = []
    for path in paths {
      let input = InputReader(path: path, interruption: console.interruption)
      let bytes = try input.readAll()
      // In full, since files of shares often differ at the end of their names.
      let name = path == "-" ? input.name : "'\(path.shownOnOneLine)'"
      do throws(SweepFile.ParsingError) {
        let file = try SweepFile(parsing: bytes)
        if file.isCut { cut.append(name) }
        merge.add(file, named: name)
      } catch {
        merge.add(unreadable: "\(name), \(error)")
      }
    }
    for name in cut {
      try console.errors.write("status-stream: the last line of \(name) was cut off\n")
    }
    for note in merge.notes { try console.errors.write("status-stream: \(note)\n") }
    let missing = merge.missing.map { "missing \($0)" }
    for fault in merge.conflicts + missing {
      try console.errors.write("status-stream: \(fault)\n")
    }
    // What fits together is no whole, but a rule that is broken there is broken.
    if let totals = merge.totals, merge.conflicts.isEmpty || totals.isFailure {
      try report.write(totals, share: "All shares", on: console)
      if totals.isFailure { return .failure }
    }
    if merge.hasFailure { return .failure }
    return merge.conflicts.isEmpty && missing.isEmpty ? .success : .data
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

extension SimulateCommand {
  /// The explanation of the command.
  package static let help = """
    Usage: status-stream simulate [--seeds A..<B | --budget TIME] [OPTION]…
           status-stream simulate --merge [OPTION]… FILE…

    Runs the package's own pipelines, from agents over a buffer, a monitor and a
    sink to decoded bytes, in drawn worlds and virtual time, and judges each run by
    every rule. What a run is follows from its number alone, so shares of the runs
    can be made anywhere.

    Options of simulate:
      --seeds A..<B    The numbers of the runs; 0..<1000 if nothing is said.
      --budget TIME    Make runs from 0 on, as many as are begun within this real
                       time.
      --jobs N         How many at a time; as many as there are processors if it is
                       not said.
      --shard I/N      Make the Ith of N shares of the runs: run K is of share K
                       modulo N. With auto the engine's variables say which, as with
                       STATUS_SHARD=auto.
      --stop-after N   Begin no more runs once N have failed.
      --output FILE    Keep each run in a line of JSON, whole or not at all.
      --resume         Go on with that file: runs that it has are not made again.
      --corpus FOLDER  Keep what fails, and try what is kept there before all else;
                       also by STATUS_CORPUS.
      --format FORMAT  How to show what came of it: table for people (the default),
                       json, junit, sarif.
      --timelines FOLDER
                       Draw each run that breaks a rule, shrunken, for a browser and
                       for Perfetto; index.html lists them by rule. The folder is
                       made if it is not there.
      --progress HOW   auto: one line on a terminal (the default); plain: a line
                       every ten seconds; quiet: nothing.

    Options of merging:
      --merge          Put together what --output has kept, instead of making runs.
      --format FORMAT  The same.
      --timelines FOLDER
                       The same: the runs are made once more, from their tokens.
      --output FILE    Write the report to a file instead of standard output.

    Files are merged in any order and again: totals, each failure once (the same
    rule, the same shrunken story), and what is missing. Lines that are cut off do
    not count.

    The variable STATUS_SHARD of the environment is another way to say --shard. The
    pair TEST_SHARD_INDEX and TEST_TOTAL_SHARDS of Bazel counts always.

    Exit status: 0 every rule holds; 1 a rule is broken; 64 the command line or a
    variable is wrong; 65 files do not fit together, or runs are missing; 74 input
    or output failed; 130 interrupted; 143 terminated.

    """
}
