import DeterministicSimulation

/// Why a run did not end by itself.
enum Interruption: Sendable, Hashable {
  /// It could not go on, or went on and on.
  case endless(String)
  /// It used up what a world may take. What waits for a long time by looking again and again does so
  /// too: that is counted, and says nothing by itself.
  case cut(String)
  /// Part of it took place outside of the simulation.
  case escaped(String)

  /// - Parameter isOfWorld: whether the run was a world, which can last for hours.
  init(_ error: SimulationError, isOfWorld: Bool) {
    self =
      switch error.code {
      case .stepLimit where isOfWorld, .timeLimit where isOfWorld: .cut("\(error)")
      case .deadlock, .leak, .stepLimit, .timeLimit: .endless("\(error)")
      case .foreignCall, .foreignWakeUp, .escapedTask, .divergence, .nondeterminism:
        .escaped("\(error)")
      }
  }
}

extension Interruption {
  /// The reason, without what is stuck.
  var text: Substring {
    switch self {
    case .endless(let reason), .cut(let reason), .escaped(let reason): reason.prefix { $0 != "\n" }
    }
  }
}
