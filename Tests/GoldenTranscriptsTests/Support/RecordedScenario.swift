import DeterministicSimulation
import GoldenTranscripts
import ReferenceScenarios
import StatusStreaming
import Testing

/// A scenario played in virtual time, and its transcript.
struct RecordedScenario {
  let scenario: Scenario
  let events: [StreamEvent]
  let connections: [Playback.Connection]
  let transcript: Transcript

  init(_ scenario: Scenario) throws {
    self.scenario = scenario
    events = try simulate { sim in try await scenario.events(on: sim.clock) }
    connections = try simulate { sim in try await scenario.play(on: sim.clock).connections }
    var transcript = try Transcript(scenario: scenario.name, events: events)
    for connection in connections {
      try transcript.append(connection: connection.bytes, named: connection.fileName)
    }
    self.transcript = transcript
  }

  /// What the decoders make of a connection.
  func stream(_ connection: Playback.Connection) throws -> ObservedStream {
    try ObservedStream(decoding: #require(transcript[connection.fileName]))
  }
}
