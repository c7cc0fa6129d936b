internal import GoldenTranscripts
package import ReferenceScenarios
internal import StatusConformance
internal import StatusStreaming

/// Keeps the golden transcripts of the scenarios up to date, or checks that they are.
package struct RecordCommand: Subcommand {
  /// What the user types.
  package static let name = "record"
  /// The options that it takes.
  package static let options = [OptionSyntax.check, .prune, .root, .progress]
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
    switch (arguments.contains(.check), arguments.contains(.prune)) {
    case (true, true):
      throw UsageError("--check writes nothing, so it does not go together with --prune")
    case (false, true) where !names.isEmpty:
      throw UsageError(
        "--prune takes no scenarios: only a run of all of them tells what is obsolete")
    case (true, false): purpose = .check
    case (false, true): purpose = .prune
    case (false, false): purpose = .record
    }
    root = arguments.values(of: .root).first
    progress = try arguments.progress()
    guard root != "" else { throw UsageError("--root is empty: expected a folder") }
    isComplete = names.isEmpty
    scenarios = isComplete ? Scenario.all : Scenario.all.filter { names.contains($0.name) }
  }

  /// Plays the scenarios, and compares or records what they give.
  package func execute(on console: Console) throws -> ExitStatus {
    let folder = try root ?? Self.nearestRoot()
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
      throw GoldenFailure(root: folder, error: error)
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
