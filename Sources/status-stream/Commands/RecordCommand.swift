internal import DeterministicSimulation
package import GoldenTranscripts
package import ReferenceScenarios
internal import StatusConformance
internal import StatusStreaming

/// Keeps the golden transcripts of the scenarios up to date, or checks that they are.
package struct RecordCommand: Subcommand {
  /// What the user types.
  package static let name = "record"
  /// The options that it takes.
  package static let options = [OptionSyntax.check, .prune, .list, .root, .progress]
  /// It takes the names of scenarios.
  package static let operandLimit = Int.max

  /// The scenarios to play, each once, in the order of the registry.
  package let scenarios: [Scenario]
  /// Whether these are all that there are, so that what belongs to none of them is obsolete.
  package let isComplete: Bool
  /// What becomes of a difference.
  package let purpose: Purpose
  /// The folder of the goldens; `nil` for that of the nearest package.
  package let root: String?
  private let progress: Progress.Style

  /// Reads the options.
  package init(_ arguments: ParsedArguments) throws(UsageError) {
    let names = arguments.operands
    for name in names where Scenario.named(name) == nil { throw .unknownScenario(name) }
    purpose = try Self.purpose(arguments)
    root = arguments.values(of: .root).first
    progress = try arguments.progress()
    guard root != "" else { throw UsageError("--root is empty: expected a folder") }
    isComplete = names.isEmpty
    scenarios = isComplete ? Scenario.all : Scenario.all.filter { names.contains($0.name) }
  }

  private static func purpose(_ arguments: ParsedArguments) throws(UsageError) -> Purpose {
    if arguments.contains(.list) {
      for option in options where option != .list && arguments.contains(option) {
        throw UsageError(
          "--list plays nothing, so it does not go together with \(option.name)")
      }
      return .list
    }
    switch (arguments.contains(.check), arguments.contains(.prune)) {
    case (true, true):
      throw UsageError("--check writes nothing, so it does not go together with --prune")
    case (false, true) where !arguments.operands.isEmpty:
      throw UsageError(
        "--prune takes no scenarios: only a run of all of them tells what is obsolete")
    case (true, false): return .check
    case (false, true): return .prune
    case (false, false): return .record
    }
  }

  /// Plays the scenarios, and compares or records what they give.
  package func execute(on console: Console) throws -> ExitStatus {
    if purpose == .list {
      let list = scenarios.map { (name: $0.name, meaning: $0.summary) }
      try console.output.write(list.listed(columns: console.output.columns))
      return .success
    }
    let folder = try root ?? Self.nearestRoot()
    // What is recorded may be the first; what is compared has to be there.
    if purpose != .record, !SystemCalls.isFolder(folder) {
      throw CommandFailure(
        "there is no folder '\(folder.shownOnOneLine)' with goldens", .inputOutput)
    }
    let tally = RunTally()
    let goal = Progress.Goal.count(scenarios.count)
    let transcripts = try console.wait(
      telling: Progress(progress, of: goal, unit: "scenarios", tally: tally)
    ) { [scenarios] in
      try scenarios.map { scenario in
        if console.interruption.isRaised { throw CancellationError() }
        let transcript = try Transcript(playing: scenario)
        tally.add(try transcript.events().last?.time ?? .zero, isFailure: false)
        return transcript
      }
    }
    let report: GoldenReport
    do {
      report = try settle(transcripts, in: GoldenStore(root: folder))
    } catch {
      throw CommandFailure(
        "\(error) (goldens are in \(folder.quoted))", error.isInputOutput ? .inputOutput : .failure)
    }
    try console.output.write("\(report)\(summary(of: report))\n")
    try console.errors.write(advice(on: report))
    return purpose == .check && report.hasDifferences ? .failure : .success
  }

  private func settle(
    _ transcripts: [Transcript], in store: GoldenStore
  ) throws(GoldenStoreError) -> GoldenReport {
    if purpose == .check { return try store.check(transcripts, isComplete: isComplete) }
    let report = try store.record(transcripts, isComplete: isComplete)
    if purpose == .prune { try store.prune(keeping: transcripts) }
    return report
  }

  /// The folder of the goldens in the package that the current folder belongs to.
  private static func nearestRoot() throws(UsageError) -> String {
    var folder = SystemCalls.currentFolder()?[...]
    while let candidate = folder {
      if SystemCalls.exists("\(candidate)/Package.swift") {
        return "\(candidate)/Fixtures/Transcripts"
      }
      folder = candidate.lastIndex(of: "/").map { candidate[..<$0] }
    }
    throw UsageError(
      "no Package.swift in the current folder or above: say with --root where the goldens are")
  }
}

extension OptionSyntax {
  fileprivate static let check = OptionSyntax("--check", .flag)
  fileprivate static let prune = OptionSyntax("--prune", .flag)
  fileprivate static let root = OptionSyntax("--root", .value)
}

extension UsageError {
  fileprivate static func unknownScenario(_ name: String) -> UsageError {
    let names = Scenario.all.map(\.name)
    let hint =
      name.nearest(among: names).map { "did you mean \($0.quoted)?" }
      ?? "expected \(names.alternatives)"
    return UsageError("unknown scenario \(name.quoted); \(hint)")
  }
}

extension RecordCommand {
  /// What becomes of a difference between goldens and what the scenarios give.
  package enum Purpose: Sendable, Hashable {
    /// The goldens are made the same; obsolete ones stay.
    case record
    /// The goldens are made the same, and obsolete ones are deleted.
    case prune
    /// Nothing is written, and the command fails.
    case check
    /// Nothing is played: the scenarios are named.
    case list
  }
}

extension RecordCommand {
  /// What it does.
  package static let summary = "Record the golden transcripts of scenarios, or check them"

  /// The explanation of the command.
  package static let help = """
    Usage: status-stream record [OPTION]… [SCENARIO]…
           status-stream record --list [SCENARIO]…

    Plays scenarios, all of them if none is named, in virtual time and makes what
    they give the golden transcripts. Prints for each file whether it is unchanged,
    changed (and how), new or, if all scenarios are played, obsolete. A file is
    replaced as a whole or not at all, and one that is unchanged is not touched.

    Options of record:
      --check        Write nothing; fail if a file differs, is missing or is
                     obsolete.
      --prune        Delete obsolete files.
      --list         List the scenarios instead, and what each is about.
      --progress HOW
                     auto: one line on a terminal (the default); plain: a line every
                     ten seconds; quiet: nothing.
      --root FOLDER  Where the goldens are. Default: Fixtures/Transcripts in the
                     nearest folder, from the current one upwards, that has a
                     Package.swift.

    Exit status: 0 fine; 1 a check failed; 64 the command line is wrong; 74 input or
    output failed; 130 interrupted; 143 terminated.

    """
}

extension Transcript {
  /// Plays a scenario in virtual time: once for what its agents publish, whatever the buffer keeps,
  /// and once for what its viewers get.
  ///
  /// It is here since neither scenarios nor transcripts know of the other, nor of simulations.
  ///
  /// - Throws: `SimulationError` for a scenario that does not end; what can't be kept in a file.
  package init(playing scenario: Scenario) throws {
    let events = try simulate { sim in try await scenario.events(on: sim.clock) }
    let playback = try simulate { sim in try await scenario.play(on: sim.clock) }
    try self.init(scenario: scenario.name, events: events)
    for connection in playback.connections {
      try append(connection: connection.bytes, named: connection.fileName)
    }
  }
}
