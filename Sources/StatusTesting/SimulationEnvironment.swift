import DeterministicSimulation
import Foundation

/// What the environment asks of explorations, without a rebuild.
struct SimulationEnvironment {
  /// The token to replay instead of exploring, from `STATUS_SIMULATION_TOKEN`.
  let token: String?

  /// The least number of seeds, from `STATUS_SIMULATION_SEEDS`.
  let seeds: UInt64?

  init(_ variables: [String: String]) {
    token = variables["STATUS_SIMULATION_TOKEN"]
    seeds = variables["STATUS_SIMULATION_SEEDS"].flatMap { UInt64($0) }
  }

  static var current: SimulationEnvironment {
    SimulationEnvironment(ProcessInfo.processInfo.environment)
  }

  /// A number of seeds, or what the environment asks for if that is more.
  func raised(_ count: UInt64) -> UInt64 {
    max(count, seeds ?? 0)
  }

  /// The strategy to follow instead of a given one.
  ///
  /// - Throws: `ReplayToken.ParsingError` if the token can't be read.
  func strategy(insteadOf strategy: ExplorationStrategy) throws -> ExplorationStrategy {
    if let token { return .replay(try ReplayToken(parsing: token)) }
    return strategy.raisingSeeds(to: seeds ?? 0)
  }
}
