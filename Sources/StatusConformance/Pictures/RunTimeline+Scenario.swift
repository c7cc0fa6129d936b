import GoldenTranscripts
public import ReferenceScenarios
public import RunTimelines
public import StatusStreaming

extension RunTimeline {
  /// The timeline of a scenario: its agents, its buffer, and each connection's delivery and client.
  ///
  /// - Parameters:
  ///   - scenario: what was played.
  ///   - events: what its agents published, as ``Scenario/events(on:)`` returns it.
  ///   - playback: what its viewers got.
  public init(of scenario: Scenario, _ events: [StreamEvent], _ playback: Playback) {
    self.init(title: scenario.name, summary: scenario.summary)
    let starts = Dictionary(
      scenario.runs.map { ($0.trace, $0.start) }, uniquingKeysWith: { first, _ in first })
    let publications = PublicationLanes(
      of: events, startingAt: starts, keptBy: scenario.buffer, in: &self)
    var connections = playback.connections[...]
    for (viewer, names) in zip(scenario.viewers, scenario.fileNames) {
      var trace: TraceID?
      var cursors: [TraceID: Int] = [:]
      if case .trace(let id, let cursor) = viewer.subject {
        trace = id
        cursors[id] = cursor.number.rawValue
      }
      for name in names where connections.first?.fileName == name {
        let connection = connections.removeFirst()
        var lanes = ConnectionLanes(connection, of: trace, after: cursors, publications)
        lanes.add(to: &self)
        cursors = connection.cursors.mapValues(\.number.rawValue)
      }
    }
  }

  /// The timeline of what agents published, with nobody who watches.
  ///
  /// - Parameters:
  ///   - title: what it is called.
  ///   - events: the events of all traces, each trace's in order; traces begin together.
  public init(title: String, of events: [StreamEvent]) {
    self.init(
      title: title, summary: "What was published, with the time since its trace was opened.")
    _ = PublicationLanes(of: events, keptBy: nil, in: &self)
  }
}
