import GoldenTranscripts
import ReferenceScenarios
import StatusStreaming
import Testing

@Suite("Transcripts of the scenarios")
struct ScenarioAgreementTests {
  @Test("show on every connection what happened", arguments: Scenario.all)
  func connections(scenario: Scenario) throws {
    let recorded = try RecordedScenario(scenario)
    let transcript = recorded.transcript
    #expect(try transcript.events() == recorded.events)
    #expect(transcript.files.map(\.name) == ["events.jsonl"] + scenario.fileNames.flatMap(\.self))
    var connections = recorded.connections[...]
    for viewer in scenario.viewers {
      var trace: TraceID?
      var cursors: [TraceID: Cursor] = [:]
      if case .trace(let subject, let after) = viewer.subject {
        trace = subject
        cursors[subject] = after
      }
      for index in 0...viewer.cuts.count {
        let isCut = index < viewer.cuts.count || viewer.departure != nil
        let next = connections.popFirst()
        let connection = try #require(next)
        let stream = try recorded.stream(connection)
        cursors = try stream.agree(
          with: recorded.events, of: trace, after: cursors, isCut: isCut)
        // The reference profile can't show whether it was cut between two events.
        let showsCut = stream.projection.contains(.ends)
        #expect(stream.isWhole == !(isCut && showsCut), "\(connection.fileName)")
        if stream.projection.contains(.ends) { #expect(cursors == connection.cursors) }
      }
    }
    #expect(connections.isEmpty)
  }

  @Test("are mostly of one run and its punctual viewers")
  func plainScenarios() {
    #expect(Self.plain.count >= 15)
  }

  @Test("agree with each other, format by format", arguments: plain)
  func formats(scenario: Scenario) throws {
    let recorded = try RecordedScenario(scenario)
    let events = try ObservedStream(decoding: #require(recorded.transcript["events.jsonl"]))
    let connections = zip(scenario.viewers, recorded.connections)
      .filter { viewer, _ in viewer.subject == .trace(scenario.runs[0].trace) }
    #expect(!connections.isEmpty)
    let streams = [events] + (try connections.map { try recorded.stream($1) })
    for (left, right) in zip(streams, streams.dropFirst()) {
      #expect(left.firstDifference(from: right) == nil)
      #expect(right.firstDifference(from: left) == nil)
    }
  }

  /// Those whose viewers, but for some who resume, all watch the same events.
  private static let plain = Scenario.all.filter { scenario in
    scenario.runs.count == 1
      && scenario.viewers.allSatisfy {
        $0.cuts.isEmpty && $0.writeLatency == .zero && $0.departure == nil
      }
  }
}
