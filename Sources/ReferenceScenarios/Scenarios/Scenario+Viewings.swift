import StatusStreaming

extension Scenario {
  /// The ways for viewers to watch otherwise.
  static let viewings = [
    Scenario(
      "two-traces", "Two runs begin within one poll and interleave.",
      runs: [
        Run("run-1", query: Route.documents.exampleQuery),
        Run(
          "run-2", query: Route.bug.exampleQuery, agent: .pipeline, start: .microseconds(11_401)),
      ],
      viewers: [
        Viewer(.terminal(), of: .allTraces, arrival: .microseconds(5)),
        Viewer(.eventStream(.resumable), of: .trace("run-1"), arrival: .microseconds(8)),
        Viewer(.eventStream(.resumable), of: .trace("run-2"), arrival: .microseconds(11)),
        Viewer(.eventStream(.frontEnd), of: .trace("run-1"), arrival: .microseconds(14)),
        Viewer(.eventStream(.frontEnd), of: .trace("run-2"), arrival: .microseconds(17)),
      ]),
    Scenario(
      "slow-viewer", "Viewers take longer than the buffer keeps, and are told what they missed.",
      runs: [Run(query: Route.documents.exampleQuery)],
      buffer: StatusBuffer.Configuration(capacity: 3),
      viewers: [
        Viewer(
          .terminal(), arrival: .microseconds(5), writeLatency: .microseconds(170_001)),
        Viewer(
          .eventStream(.resumable), arrival: .microseconds(8),
          writeLatency: .microseconds(200_001)),
        Viewer(
          .webSocket(.reference), arrival: .microseconds(11), writeLatency: .microseconds(230_001)),
        Viewer(
          .eventStream(.frontEnd), arrival: .microseconds(14),
          writeLatency: .microseconds(260_001)),
      ]),
    Scenario(
      "reconnect", "A connection is cut in the middle of an event and resumed.",
      runs: [Run(query: Route.documents.exampleQuery)],
      viewers: [
        Viewer(
          .eventStream(.resumable), arrival: .microseconds(5),
          cuts: [Cut(afterWrites: 3, bytes: 57, pause: .microseconds(90_601))]),
        Viewer(
          .eventStream(.frontEnd), arrival: .microseconds(8),
          cuts: [Cut(afterWrites: 4, bytes: 157, pause: .microseconds(90_613))]),
      ]),
    Scenario(
      "reconnect-websocket", "A WebSocket is cut in the middle of a message and resumed.",
      runs: [Run(query: Route.documents.exampleQuery)],
      viewers: [
        Viewer(
          .webSocket(.resumable), arrival: .microseconds(5),
          cuts: [Cut(afterWrites: 3, bytes: 57, pause: .microseconds(90_601))]),
        Viewer(
          .webSocket(.agUI(threadID: "thread-1")), arrival: .microseconds(8),
          cuts: [Cut(afterWrites: 4, bytes: 157, pause: .microseconds(90_613))]),
        Viewer(.eventStream(.frontEnd), arrival: .microseconds(11)),
      ]),
    Scenario(
      "closed-early", "The server closes every connection before the run has ended.",
      runs: [Run(query: Route.documents.exampleQuery)],
      viewers: .everyFormat(departure: .microseconds(330_113))),
    Scenario(
      "late-viewer", "Viewers come after the end of the run, and get all that they don't have.",
      runs: [Run(query: Route.documents.exampleQuery)],
      viewers: .everyFormat(arrival: .seconds(2)) + [
        Viewer(
          .eventStream(.resumable), of: .trace("run-1", after: 7), arrival: .microseconds(2_000_017)
        ),
        Viewer(
          .eventStream(.frontEnd), of: .trace("run-1", after: 6), arrival: .microseconds(2_000_023)
        ),
      ]),
    Scenario(
      "idle-heartbeats", "An agent is silent for so long that connections need heartbeats.",
      runs: [Run(query: "wait for the nightly build", agent: .script(.patience))],
      monitor: Monitor(heartbeatInterval: .seconds(15)), viewers: .everyFormat),
    Scenario(
      "heartbeat-forms", "The same silence in every form of a heartbeat, after an opening comment.",
      runs: [Run(query: "wait for the nightly build", agent: .script(.patience))],
      monitor: Monitor(heartbeatInterval: .seconds(15)),
      viewers: [
        Viewer(.eventStream(.reference, opening: "connected"), arrival: .microseconds(5)),
        Viewer(
          .eventStream(.reference, heartbeat: .commentAndBlankLine), arrival: .microseconds(8)),
        Viewer(
          .eventStream(.resumable, heartbeat: .commentAndBlankLine, opening: "two\nlines"),
          arrival: .microseconds(11)),
        Viewer(
          .eventStream(.resumable, heartbeat: .none, opening: ""), arrival: .microseconds(14)),
        Viewer(
          .eventStream(.frontEnd, heartbeat: .commentAndBlankLine, opening: "connected"),
          arrival: .microseconds(17)),
      ]),
    Scenario(
      "wake", "The documents run, delivered on append instead of by polling.",
      runs: [Run(query: Route.documents.exampleQuery)], monitor: Monitor(wakeup: .onAppend),
      viewers: .everyFormat),
    Scenario(
      "timestamps", "The documents run where it is shown when everything happened.",
      runs: [Run(query: Route.documents.exampleQuery)],
      viewers: [
        Viewer(.terminal(showsTimes: true), arrival: .microseconds(5)),
        Viewer(.eventStream(.frontEnd), arrival: .microseconds(8)),
      ]),
  ]
}

extension AgentScript {
  /// Says little over a minute.
  fileprivate static let patience = AgentScript(
    [
      Line([.thinking("Waiting for the nightly build")]),
      Line(after: .microseconds(40_000_411), [.step(1, .running, "Reading its log")]),
      Line(after: .microseconds(17_000_431), [.step(1, .ok, "Done!")]),
    ],
    outcome: .complete(FinalAnswer(text: "The nightly build has passed.", route: "general")))
}
