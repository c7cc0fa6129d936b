import DeterministicSimulation
import ReferenceScenarios
import StatusStreaming
import Testing

/// Plays a scenario in virtual time.
func play(_ scenario: Scenario) throws -> [Playback.Connection] {
  try simulate { sim in try await scenario.play(on: sim.clock).connections }
}

/// Plays a scenario of the registry in virtual time.
func play(named name: String) throws -> [Playback.Connection] {
  try play(#require(Scenario.named(name)))
}

extension Playback.Connection {
  var text: String { String(decoding: bytes, as: UTF8.self) }

  var isFinished: Bool {
    if case .finished = ending { true } else { false }
  }

  /// Whether it was closed before.
  var isCancelled: Bool {
    if case .cancelled = ending { true } else { false }
  }
}
