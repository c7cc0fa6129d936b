internal import DeterministicSimulation
internal import GoldenTranscripts
internal import StatusConformance

/// The runs that a command line asks for.
struct SweepRequest: Sendable {
  private let seeds: SweepSeeds
  private let shard: Shard
  private let budget: Duration?
  private let failures: Int?
  private let jobs: Int
  /// The file for the runs; `nil` if they are only counted.
  private let output: String?
  private let resumes: Bool
  private let corpus: String?
  private let progress: Progress.Style

  private static let usualSeeds = "0..<1000"

  /// Reads the options.
  init(_ arguments: ParsedArguments) throws(UsageError) {
    budget = try arguments.duration(of: .budget)
    if budget != nil, arguments.contains(.seeds) {
      throw UsageError("--seeds says which runs and --budget for how long: give one of them")
    }
    let text = arguments.values(of: .seeds).first ?? Self.usualSeeds
    guard let range = SweepSeeds(parsing: text), range.end != nil else {
      throw UsageError(
        "--seeds \(text.quoted): expected A..<B, such as 0..<1000, where A is below B "
          + "and B at most \(SweepSeeds.limit)")
    }
    seeds = budget == nil ? range : .endless
    shard = try arguments.shard()
    failures = try arguments.count(of: .stopAfter)
    jobs = try arguments.count(of: .jobs) ?? SystemCalls.processorCount
    guard jobs <= 1_024 else { throw UsageError("--jobs \(jobs): expected at most 1024") }
    output = try arguments.path(of: .output)
    resumes = arguments.contains(.resume)
    if resumes, output == nil {
      throw UsageError("--resume needs --output, the file to go on with")
    }
    corpus = arguments.values(of: .corpus).first ?? ConformanceEnvironment.current.folder
    guard corpus != "" else { throw UsageError("--corpus is empty: expected a folder") }
    progress = try arguments.progress()
  }

  /// Makes the runs, and shows what came of them.
  func execute(_ report: SweepReport, on console: Console) async throws -> ExitStatus {
    let corpus: Corpus?
    do {
      corpus = try self.corpus.map { folder throws(CorpusError) in try Corpus(folder: folder) }
    } catch { throw CommandFailure("\(error)", .inputOutput) }
    let kept: [ConformanceToken]
    do { kept = try corpus?.tokens() ?? [] } catch { throw CommandFailure("\(error)", .data) }
    let pipelines = BuiltInPipelines.all
    let header = SweepHeader(
      pipelines, seeds: seeds, shard: shard, version: ProgramVersion.current,
      sample: await Self.sample(of: pipelines))
    let known = try knownRuns(of: header, on: console)
    var writer: SweepWriter?
    if let output {
      writer = try SweepWriter(output, keeping: known?.wholeBytes ?? 0)
      if known?.headers.isEmpty ?? true { try writer?.write(header) }
    }
    let tally = RunTally()
    let sweep = Sweep(
      pipelines, header: header,
      extent: Sweep.Extent(seeds: seeds, shard: shard, budget: budget, failures: failures),
      known: known, writer: writer, corpus: corpus, tally: tally)
    let goal: Progress.Goal =
      if let budget { .time(budget) } else { .count(sweep.count ?? 0) }
    let jobs = jobs
    let start = ContinuousClock().now
    let totals: SweepTotals
    do {
      totals = try console.wait(
        telling: Progress(progress, of: goal, unit: "runs", tally: tally)
      ) {
        let failures = sweep.replay(kept)
        var totals = try await sweep.run(jobs: jobs)
        for failure in failures { totals.add(kept: failure.failure, of: failure.pipeline) }
        return totals
      }
    } catch let error as CancellationError {
      sweep.close()
      let advice = output == nil ? "" : "; the same command with --resume goes on"
      try console.errors.write(
        "status-stream: interrupted after \(tally.counts.runs.grouped) runs\(advice)\n")
      throw error
    }
    try report.write(totals, share: share, shard: shard, on: console)
    try tell(tally.counts, in: ContinuousClock().now - start, on: console)
    return totals.isFailure ? .failure : .success
  }

  private var share: String {
    let shares = shard == .whole ? "" : ", share \(shard)"
    return "Runs \(seeds)\(shares)"
  }

  /// Tells how fast it was, which is another thing each time.
  private func tell(
    _ counts: RunTally.Counts, in time: Duration, on console: Console
  ) throws {
    guard progress != .quiet, time > .zero else { return }
    let seconds = time / .seconds(1)
    let factor = Int(counts.virtualTime / time)
    try console.errors.write(
      """
      \(counts.runs.grouped) runs in \(SweepTotals.duration(milliseconds: seconds * 1_000)), \
      \(Int(Double(counts.runs) / seconds).grouped) a second; virtual time passed \
      \(factor.grouped) times as fast as real time\n
      """)
  }

  /// What tells one revision of the program from another: some of the runs.
  private static func sample(of pipelines: [any Verification]) async -> [UInt64] {
    var hashes: [UInt64] = []
    for pipeline in pipelines {
      for number in [0, 2, 9, 21] { hashes.append(await pipeline.world(number).hash) }
    }
    return hashes
  }

  /// The runs that the file has already.
  private func knownRuns(of header: SweepHeader, on console: Console) throws -> SweepFile? {
    guard let output, SystemCalls.exists(output) else { return nil }
    try OutputFile(path: output).check()
    let input = InputReader(path: output, interruption: console.interruption)
    let bytes = try input.readAll()
    if bytes.isEmpty { return nil }
    guard resumes else {
      throw UsageError(
        "\(output.quoted) is there already: go on with it by --resume, or delete it")
    }
    let file: SweepFile
    do { file = try SweepFile(parsing: bytes) } catch {
      throw CommandFailure("can't go on with \(input.name): \(error)", .data)
    }
    guard let other = file.headers.first else { return file }
    for (what, old, new) in [
      ("revision", other.revision, header.revision),
      ("configuration", other.configuration, header.configuration),
      ("runs", other.seeds, header.seeds), ("share", other.shard, header.shard),
    ] where old != new {
      throw CommandFailure(
        "can't go on with \(input.name): it has the \(what) \(old), and this is \(new)", .data)
    }
    guard file.headers == [header] else {
      throw CommandFailure("can't go on with \(input.name): it is of several sweeps", .data)
    }
    return file
  }
}

extension Sweep {
  /// Makes the runs of a corpus once more, before all others.
  ///
  /// - Returns: those that still fail.
  func replay(_ tokens: [ConformanceToken]) -> [(failure: SweepFailure, pipeline: String)] {
    var failures: [(failure: SweepFailure, pipeline: String)] = []
    for token in tokens where token.subject == .pipeline {
      // What was made of another program leads to another run, which says nothing.
      guard let pipeline = pipelines.first(where: { $0.name == token.name }),
        token.run.configuration == .current, let replay = try? pipeline.replay(token.run),
        let violation = replay.violation
      else { continue }
      failures.append((SweepFailure(violation, of: pipeline.name), pipeline.name))
    }
    return failures
  }
}

extension ParsedArguments {
  /// The share of the runs to make, by the option and the environment.
  func shard() throws(UsageError) -> Shard {
    do {
      return try Shard.forProcess(option: values(of: .shard).first)
    } catch {
      throw UsageError("\(error)")
    }
  }
}

extension OptionSyntax {
  static let shard = OptionSyntax("--shard", .value)
}
