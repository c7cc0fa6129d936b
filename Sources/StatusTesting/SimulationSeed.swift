public import DeterministicSimulation
import Foundation
import GoldenTranscripts
public import Testing

/// A seed as the argument of a test, so that each shows as a case of its own.
///
/// ```swift
/// @Test(arguments: SimulationSeed.first(20))
/// func waits(seed: SimulationSeed) throws {
///   try simulate(scheduler: seed.scheduler) { sim in
///     async let first: Void = sim.clock.sleep(for: .seconds(1))
///     async let second: Void = sim.clock.sleep(for: .seconds(1))
///     _ = try await (first, second)
///   }
/// }
/// ```
public struct SimulationSeed: Sendable, Hashable, Codable {
  /// The seed itself.
  public let value: UInt64

  /// Wraps a seed.
  public init(_ value: UInt64) {
    self.value = value
  }

  /// The scheduler that makes random choices from the seed.
  public var scheduler: RandomScheduler { RandomScheduler(seed: value) }

  /// The seeds from zero on, as many as given, or as the variable `STATUS_SIMULATION_SEEDS` of the
  /// environment says if that is more.
  ///
  /// Where the environment asks for a share of the runs, it is a share of the seeds. One that there is
  /// not ends the process, with the reason: a list of arguments can't say that it is wrong.
  public static func first(_ count: UInt64) -> [SimulationSeed] {
    let shard: Shard
    do { shard = try Shard.inEnvironment() } catch {
      _ = StandardStreams.write("\(error)\n", to: STDERR_FILENO)
      exit(1)
    }
    return (0..<SimulationEnvironment.current.raised(count))
      .filter { shard.contains(Int(clamping: $0)) }.map(SimulationSeed.init)
  }
}

extension SimulationSeed: CustomTestStringConvertible {
  /// The seed as it shows in the name of a case.
  public var testDescription: String { "seed \(value)" }
}
