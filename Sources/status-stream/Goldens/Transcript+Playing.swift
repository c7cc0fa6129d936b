internal import DeterministicSimulation
package import GoldenTranscripts
package import ReferenceScenarios

extension Transcript {
  /// Plays a scenario in virtual time: once for what its agents publish, whatever the buffer keeps,
  /// and once for what its viewers get.
  ///
  /// It is here since neither scenarios nor transcripts know of the other, nor of simulations.
  ///
  /// - Throws: `SimulationError` for a scenario that does not end; what can't be kept in a file.
  package init(playing scenario: Scenario) throws {
    let events = try simulate { sim in try await scenario.events(on: sim.clock) }
    let playback = try simulate { sim in try await scenario.play(on: sim.clock) }
    try self.init(scenario: scenario.name, events: events)
    for connection in playback.connections {
      try append(connection: connection.bytes, named: connection.fileName)
    }
  }
}
