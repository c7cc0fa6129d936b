public import DeterministicSimulation

extension Simulation {
  /// The simulation in which a test with the trait ``Testing/Trait/simulated`` runs.
  @TaskLocal public static var current: Simulation?
}
