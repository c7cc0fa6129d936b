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
