import DeterministicSimulation

/// Puts shares of a sweep together, in any order and again.
package struct SweepMerge: Sendable {
  /// What was made of the same program.
  package private(set) var totals: SweepTotals?
  /// What does not fit together, in words; empty if all does.
  package private(set) var conflicts: [String] = []
  /// Whether a rule is broken in any file, be it one that does not fit.
  package private(set) var hasFailure = false

  /// The file that the first header is of.
  private var firstFile = ""
  /// The number of the file and the hash of each run.
  private var known: [Int: (file: Int, hash: String)] = [:]
  private var files: [String] = []
  private var repeated: [(file: Int, runs: Int)] = []
  private var shares: Set<Share> = []

  private struct Share: Hashable {
    let seeds: SweepSeeds
    let shard: Shard
  }

  package init() {}

  /// Adds a file.
  package mutating func add(_ file: SweepFile, named name: String) {
    hasFailure = hasFailure || file.lines.contains { $0.failure != nil }
    if file.headers.isEmpty { conflicts.append("\(name) has no runs, and no head of runs") }
    for header in file.headers where !fits(header, name) { return }
    files.append(name)
    let place = files.count - 1
    var repetitions = 0
    for line in file.lines {
      guard let known = known[line.run] else {
        self.known[line.run] = (place, line.hash)
        totals?.add(line)
        continue
      }
      repetitions += 1
      if known.hash != line.hash {
        conflicts.append("run \(line.run) of \(name) is another one than in \(files[known.file])")
      }
    }
    if repetitions > 0 { repeated.append((place, repetitions)) }
  }

  /// Adds a file that can't be read.
  package mutating func add(unreadable reason: String) {
    conflicts.append(reason)
  }

  /// Takes a header, or says why it is of something else.
  private mutating func fits(_ header: SweepHeader, _ name: String) -> Bool {
    guard let seeds = SweepSeeds(parsing: header.seeds),
      let shard = try? Shard(parsing: header.shard)
    else {
      conflicts.append("\(name) is of the runs \(header.seeds), share \(header.shard)")
      return false
    }
    guard let first = totals?.header else {
      totals = SweepTotals(header)
      firstFile = name
      shares.insert(Share(seeds: seeds, shard: shard))
      return true
    }
    for (what, own, other) in [
      ("revision", header.revision, first.revision),
      ("configuration", header.configuration, first.configuration),
    ] where own != other {
      conflicts.append("\(name) has the \(what) \(own), and \(firstFile) has \(other)")
      return false
    }
    guard header.pipelines == first.pipelines, header.names == first.names,
      header.sweep == first.sweep
    else {
      conflicts.append("\(name) is about other pipelines than \(firstFile)")
      return false
    }
    shares.insert(Share(seeds: seeds, shard: shard))
    return true
  }

  /// What is told beside: runs that were given more than once.
  package var notes: [String] {
    repeated.map { file, runs in
      "\(runs) run\(runs == 1 ? "" : "s") of \(files[file]) had been given before"
    }
  }

  /// What is missing, in words: whole shares by their names, then runs.
  package var missing: [String] {
    var lines: [String] = []
    for seeds in Set(shares.map(\.seeds)).sorted(by: { "\($0)" < "\($1)" }) {
      let own = shares.filter { $0.seeds == seeds }.map(\.shard)
      for count in Set(own.map(\.count)).sorted() {
        let given = Set(own.filter { $0.count == count }.map(\.index))
        let lacking = (0..<count).filter { !given.contains($0) && !isCovered($0, count, seeds) }
        if !lacking.isEmpty {
          let names = Self.list(lacking.map { "\(Shard(index: $0, of: count))" })
          lines.append("of the runs \(seeds): share \(names)")
        }
      }
      let runs = Set(own).flatMap { missingRuns(of: $0, seeds) }
      if !runs.isEmpty {
        let numbers = Self.list(Self.ranges(of: Set(runs).sorted()))
        lines.append("of the runs \(seeds): \(runs.count == 1 ? "run" : "runs") \(numbers)")
      }
    }
    return lines
  }

  /// Whether other shares have made all runs of one that is missing.
  private func isCovered(_ index: Int, _ count: Int, _ seeds: SweepSeeds) -> Bool {
    guard let end = seeds.end else { return false }
    return Self.runs(of: Shard(index: index, of: count), from: seeds.first, to: end)
      .allSatisfy { known[$0] != nil }
  }

  /// The runs of a share that are not there; where time has ended it, those before its last one.
  private func missingRuns(of shard: Shard, _ seeds: SweepSeeds) -> [Int] {
    let end = seeds.end ?? (known.keys.filter { shard.contains($0) }.max().map { $0 + 1 } ?? 0)
    return Self.runs(of: shard, from: seeds.first, to: end).filter { known[$0] == nil }
  }

  private static func runs(of shard: Shard, from first: Int, to end: Int) -> StrideTo<Int> {
    let offset = (shard.index - first % shard.count + shard.count) % shard.count
    return stride(from: first + offset, to: max(end, first), by: shard.count)
  }

  /// Numbers in words: those that follow each other as ranges.
  private static func ranges(of numbers: [Int]) -> [String] {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound == number - 1 {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
  }

  /// The first of some names, and how many more there are.
  private static func list(_ names: [String]) -> String {
    let shown = 20
    let more = names.count > shown ? " and \(names.count - shown) more" : ""
    return names.prefix(shown).joined(separator: ", ") + more
  }
}
