public import DeterministicSimulation

/// How much a verdict rests on.
public struct Coverage: Sendable, Hashable {
  /// How many runs were judged.
  public let runs: Int
  /// Whether schedules were looked for; otherwise the runs are those that happened in real time.
  public let isExplored: Bool
  /// How many of the runs were worlds, in which several things can happen at once.
  public let worlds: Int
  /// How many runs were cut off, since they did not end within what a run may take, which grows with
  /// what happens in it.
  ///
  /// They are never judged as a pass, and what is missing at their end is charged to nobody. A few among
  /// thousands mean nothing; many mean that the implementation takes very many steps, by looking every
  /// few milliseconds through hours, say.
  public let cutRuns: Int
  /// In how many worlds each thing has happened, by what it is called; to an agent's work, once a call
  /// has met it.
  public let situations: [String: Int]
  /// In how many worlds two things have happened.
  public let pairs: [Pair: Int]

  /// Two things that have happened in one world, in the order of the alphabet.
  public struct Pair: Sendable, Hashable {
    /// The one that comes first.
    public let first: String
    /// The other one.
    public let second: String

    package init(_ one: String, _ other: String) {
      (first, second) = one < other ? (one, other) : (other, one)
    }
  }

  /// What can happen in the worlds of a verification.
  package struct Scope: Sendable, Hashable {
    /// What is to happen within the usual runs, sizes that are met exactly among it.
    package var names: [String] = []
    /// What never happens in one world, with the reason.
    package var impossible: [Pair: String] = [:]
    /// The names of what can happen together.
    package var pairs: [Pair] = []

    package init() {}
  }

  /// What went on between a pipeline and its viewers; `nil` if it is no pipeline that was verified.
  public let traffic: Traffic?

  private let scope: Scope

  /// Which share of the runs that is.
  public let shard: Shard

  /// What can happen and has not; empty unless there were far fewer runs than usual, or an agent does no
  /// work to which it could happen.
  public var missing: [String] { worlds == 0 ? [] : scope.names.filter { situations[$0] == nil } }

  /// What can happen in one world, and has not.
  public var missingPairs: [Pair] { worlds == 0 ? [] : scope.pairs.filter { pairs[$0] == nil } }

  /// What can't happen in one world, with the reason.
  public var impossiblePairs: [Pair: String] { scope.impossible }

  package init(
    runs: Int, isExplored: Bool, worlds: Int = 0, cutRuns: Int = 0, situations: [String: Int] = [:],
    pairs: [Pair: Int] = [:], scope: Scope = Scope(), traffic: Traffic? = nil,
    shard: Shard = .whole
  ) {
    self.traffic = traffic
    self.shard = shard
    self.runs = runs
    self.isExplored = isExplored
    self.worlds = worlds
    self.cutRuns = cutRuns
    self.situations = situations
    self.pairs = pairs
    self.scope = scope
  }
}

extension Coverage.Pair: CustomStringConvertible {
  /// The one and the other.
  public var description: String { "\(first) + \(second)" }
}

extension Coverage: CustomStringConvertible {
  /// The number of runs, a mark if they were not explored, and which share of the runs they are if
  /// they are not all.
  public var description: String {
    let share = shard == .whole ? "" : ", share \(shard)"
    return "\(runs) runs\(isExplored ? "" : " in real time, unexplored")\(share)"
  }
}

extension Coverage {
  /// What went on between a pipeline and its viewers.
  public struct Traffic: Sendable, Hashable {
    /// How many connections were opened.
    public internal(set) var connections = 0
    /// How many of them a viewer has cut: it hung up, or vanished.
    public internal(set) var cuts = 0
    /// How many of them went on after an id.
    public internal(set) var resumptions = 0
    /// How many events were read.
    public internal(set) var events = 0
    /// How long the slowest event took from its publication to a viewer that was there and read at once;
    /// `nil` if there was none.
    public internal(set) var slowest: Duration?

    package init() {}

    mutating func add(_ other: Traffic) {
      connections += other.connections
      cuts += other.cuts
      resumptions += other.resumptions
      events += other.events
      slowest = [slowest, other.slowest].compactMap(\.self).max()
    }
  }
}

extension Coverage.Traffic: CustomStringConvertible {
  /// The numbers in words.
  public var description: String {
    let times = slowest.map { slowest in
      let milliseconds = slowest / .milliseconds(1)
      return ", the slowest \((milliseconds * 10).rounded() / 10) ms after its publication"
    }
    return """
      \(connections) connections, \(cuts) cut by viewers, \(resumptions) resumed; \
      \(events) events read\(times ?? "")
      """
  }
}
