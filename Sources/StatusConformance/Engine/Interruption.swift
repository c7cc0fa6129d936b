import DeterministicSimulation

/// Why a run did not end by itself.
enum Interruption: Sendable, Hashable {
  /// It could not go on, or went on and on.
  case endless(String)
  /// Part of it took place outside of the simulation.
  case escaped(String)

  init(_ error: SimulationError) {
    self =
      switch error.code {
      case .deadlock, .leak, .stepLimit, .timeLimit: .endless("\(error)")
      case .foreignCall, .foreignWakeUp, .escapedTask, .divergence, .nondeterminism:
        .escaped("\(error)")
      }
  }
}
