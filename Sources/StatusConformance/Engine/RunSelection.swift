package import DeterministicSimulation

/// Which of a verification's runs are made.
package struct RunSelection: Sendable, Hashable {
  /// The share of the runs.
  let shard: Shard
  /// The number of a rule after whose first charge no more runs are made; `nil` for all runs.
  let last: Int?

  package init(_ shard: Shard = .whole, until last: Int? = nil) {
    self.shard = shard
    self.last = last
  }

  /// The runs that the environment asks for.
  package static func inEnvironment() throws(InvalidShard) -> RunSelection {
    RunSelection(try Shard.inEnvironment())
  }
}
