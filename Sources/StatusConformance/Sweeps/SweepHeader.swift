package import DeterministicSimulation

/// The first line of a file of runs: what was made, and which share of it.
package struct SweepHeader: Sendable, Hashable, Codable {
  /// One of the pipelines that take turns.
  package struct Pipeline: Sendable, Hashable, Codable {
    /// What it is called.
    package let name: String
    /// Why some rules are not judged, by their numbers.
    package let skipped: [String: String]
  }

  /// What tells such files from others.
  package static let format = "status-sweep"

  package let format: String
  package let version: Int
  /// A digest of all that runs depend on, which each line repeats.
  package let sweep: String
  /// The revision of the program.
  package let revision: String
  /// How it was built: debug or release.
  package let configuration: String
  /// The numbers of the runs.
  package let seeds: String
  /// The share of them.
  package let shard: String
  /// The pipelines; run *i* is of pipeline *i* modulo their number.
  package let pipelines: [Pipeline]
  /// What can happen; lines have the places in this list.
  package let names: [String]

  /// Describes a share of a sweep over some pipelines.
  ///
  /// - Parameters:
  ///   - version: that of the program.
  ///   - sample: what tells one revision from another: the hashes of some runs.
  package init(
    _ pipelines: [any Verification], seeds: SweepSeeds, shard: Shard, version: String,
    sample: [UInt64]
  ) {
    format = Self.format
    self.version = 1
    self.pipelines = pipelines.map { pipeline in
      var skipped: [String: String] = [:]
      for rule in ConformanceRule.all(about: .pipeline) {
        skipped["\(rule.id)"] = pipeline.reasonNeverToJudge(rule)
      }
      return Pipeline(name: pipeline.name, skipped: skipped)
    }
    var names: [String] = []
    for name in pipelines.flatMap(\.worldNames) where !names.contains(name) { names.append(name) }
    self.names = names
    configuration = ReplayToken.Configuration.current == .debug ? "debug" : "release"
    let rules = ConformanceRule.all.map { "\($0.id) \($0.sentence)" }
    revision =
      version + "-"
      + (sample.map { "\($0)" } + rules + names + pipelines.map(\.name))
      .joined(separator: "\n").digest
    sweep = "\(revision) \(configuration)".digest
    self.seeds = "\(seeds)"
    self.shard = "\(shard)"
  }
}

/// A line of a file of runs: one run, and what came of it.
package struct SweepLine: Sendable, Hashable, Codable {
  /// The digest of the header that it belongs to.
  package let sweep: String
  /// The number of the run.
  package let run: Int
  /// The pipeline.
  package let pipeline: String
  /// How long it took, in its own time.
  package let milliseconds: Double
  /// What tells it from other runs.
  package let hash: String
  /// What has happened in it of what can, by places in the header's list.
  package let happened: [Int]
  /// The rules that would have shown, had they been broken.
  package let shown: [Int]
  /// That it was cut off; `nil` if it was not.
  package let cut: Bool?
  /// What is wrong with it; `nil` if nothing is.
  package let failure: SweepFailure?

  package init(
    _ world: JudgedWorld, run: Int, pipeline: String, failure: Violation?, of header: SweepHeader
  ) {
    sweep = header.sweep
    self.run = run
    self.pipeline = pipeline
    milliseconds = (world.elapsed / .milliseconds(1) * 1_000).rounded() / 1_000
    let digits = String(world.hash, radix: 16)
    hash = String(repeating: "0", count: 16 - digits.count) + digits
    let happened = world.happened ?? []
    self.happened = header.names.indices.filter { happened.contains(header.names[$0]) }
    shown = world.triggers.sorted()
    cut = world.isCut ? true : nil
    self.failure = failure.map { SweepFailure($0, of: pipeline) }
  }
}

/// The numbers of the runs of a sweep, before they are shared: from one on, up to another or as far as
/// the time allows.
package struct SweepSeeds: Sendable, Hashable {
  /// The first.
  package let first: Int
  /// The one after the last; `nil` where time ends the sweep.
  package let end: Int?

  /// The greatest number, which every reader of JSON keeps exactly.
  package static let limit = 1 << 53

  /// All numbers, as far as the time allows.
  package static let endless = SweepSeeds(first: 0, end: nil)

  private init(first: Int, end: Int?) {
    self.first = first
    self.end = end
  }

  /// Reads what ``description`` writes; `nil` for anything else.
  package init?(parsing text: String) {
    guard let arrow = text.firstRange(of: "..<") else { return nil }
    func number(_ digits: Substring) -> Int? {
      digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(digits) : nil
    }
    guard let first = number(text[..<arrow.lowerBound]), first <= Self.limit else { return nil }
    let rest = text[arrow.upperBound...]
    if rest.isEmpty {
      self.init(first: first, end: nil)
      return
    }
    guard let end = number(rest), first < end, end <= Self.limit else { return nil }
    self.init(first: first, end: end)
  }
}

extension SweepSeeds: CustomStringConvertible {
  /// `0..<1000`, or `0..<` where time ends the sweep.
  package var description: String { "\(first)..<\(end.map(String.init) ?? "")" }
}

extension ConformanceSummary {
  /// The reports as JSON, with a member `sweep`: how many runs there were and failed, for how long in
  /// their own time, in how many each rule would have shown, and each failure with its runs.
  package func json(of totals: SweepTotals) throws -> [UInt8] {
    try json(sweep: SweepDocument(totals))
  }
}

private struct SweepDocument: Encodable {
  struct Failure: Encodable {
    let pipeline: String
    let rule: Int
    let run: Int?
    let runs: Int
    let token: String?
  }

  let revision: String
  let configuration: String
  let runs: Int
  let failedRuns: Int
  let virtualMilliseconds: Double
  let happened: [String: Int]
  let shown: [String: Int]
  let failures: [Failure]

  init(_ totals: SweepTotals) {
    revision = totals.header.revision
    configuration = totals.header.configuration
    runs = totals.runs
    failedRuns = totals.failedRuns
    virtualMilliseconds = totals.milliseconds
    happened = Dictionary(uniqueKeysWithValues: totals.happened)
    shown = Dictionary(uniqueKeysWithValues: totals.shown.map { ("\($0.rule.id)", $0.count) })
    failures = totals.failures.map { failure in
      Failure(
        pipeline: failure.pipeline, rule: failure.failure.rule, run: failure.first,
        runs: failure.count, token: failure.failure.token)
    }
  }
}
