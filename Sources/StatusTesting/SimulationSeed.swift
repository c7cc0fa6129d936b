public import DeterministicSimulation
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
  public static func first(_ count: UInt64) -> [SimulationSeed] {
    (0..<SimulationEnvironment.current.raised(count)).map(SimulationSeed.init)
  }
}

extension SimulationSeed: CustomTestStringConvertible {
  /// The seed as it shows in the name of a case.
  public var testDescription: String { "seed \(value)" }
}
