import DeterministicSimulation

/// What came of a trial's runs.
struct TrialOutcome: Sendable {
  /// A run that broke a rule, and none with a lower number.
  struct Charge: Sendable {
    /// Which run it was, from 0 on; worlds come after plans, whatever their numbers.
    let run: Int
    /// How many runs had been made with it.
    let runsMade: Int
    let finding: Finding
    /// The other rules that it broke.
    let others: [ConformanceRule]
    /// What happened, of a run that can't be made again.
    let recording: (any TrialRecording)?
  }

  /// Whether schedules were explored.
  let isExplored: Bool
  /// What tells a run from any other, of some of the runs and of those that are charged: texts take
  /// long to hash.
  private(set) var fingerprints: [(run: Int, value: Int)] = []
  /// How many runs were made.
  private(set) var runs = 0
  /// The first charge of each rule, by its number.
  private(set) var charges: [Int: Charge] = [:]
  /// Why runs say nothing of what they are meant to show, by the rule's number.
  private(set) var obstacles: [Int: String] = [:]
  /// The numbers of the rules that some run would have shown broken.
  private(set) var shown: Set<Int> = []
  private var tally = SituationTally()
  private var cutRuns = 0
  private var traffic: Coverage.Traffic?

  /// What can happen, for who wants to know what has not.
  private let scope: Coverage.Scope
  private let shard: Shard

  init(isExplored: Bool, scope: Coverage.Scope, shard: Shard) {
    self.isExplored = isExplored
    self.scope = scope
    self.shard = shard
  }

  mutating func note(fingerprint: Int, ofRun index: Int) {
    fingerprints.append((index, fingerprint))
  }

  mutating func note(_ recording: some TrialRecording) {
    runs += 1
    if let happened = recording.happened { tally.add(happened) }
    if let more = recording.traffic {
      traffic = traffic ?? Coverage.Traffic()
      traffic?.add(more)
    }
    obstacles.merge(recording.obstacles) { first, _ in first }
    shown.formUnion(recording.triggers)
    if recording.isCut { cutRuns += 1 }
  }

  mutating func note(_ rule: ConformanceRule, _ charge: Charge) {
    if charges[rule.id] == nil { charges[rule.id] = charge }
  }

  var coverage: Coverage {
    Coverage(
      runs: runs, isExplored: isExplored, worlds: tally.worlds, cutRuns: cutRuns,
      situations: tally.counts, pairs: tally.pairs, scope: scope, traffic: traffic,
      shard: shard)
  }
}

/// Counts in how many worlds things have happened, alone and together.
private struct SituationTally: Sendable {
  private(set) var worlds = 0
  private(set) var counts: [String: Int] = [:]
  private(set) var pairs: [Coverage.Pair: Int] = [:]

  mutating func add(_ happened: Set<String>) {
    worlds += 1
    let names = happened.sorted()
    for (place, name) in names.enumerated() {
      counts[name, default: 0] += 1
      for other in names[..<place] { pairs[Coverage.Pair(other, name), default: 0] += 1 }
    }
  }
}

extension Coverage.Scope {
  /// What can happen in the worlds of a design.
  init(of design: WorldDesign<some WorldSituation>) {
    self.init()
    names = design.situations.map(\.rawValue)
    for (place, situation) in design.situations.enumerated() {
      for other in design.situations[..<place] {
        let pair = Coverage.Pair(other.rawValue, situation.rawValue)
        if let reason = situation.conflict(with: other)?.reason {
          impossible[pair] = reason
        } else {
          pairs.append(pair)
        }
      }
    }
    names += design.boundaries
  }
}
