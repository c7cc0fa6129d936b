import StatusStreaming

extension Scenario {
  /// What each agent does when all goes well.
  static let routes = [
    Scenario(
      "documents", "The planner's agent analyzes documents: the reference transcript.",
      runs: [Run(query: Route.documents.exampleQuery)], viewers: .everyFormat),
    Scenario(
      "bug", "The planner's agent diagnoses an incident.",
      runs: [Run(query: Route.bug.exampleQuery)], viewers: .everyFormat),
    Scenario(
      "general", "The planner's agent answers without a workflow.",
      runs: [Run(query: Route.general.exampleQuery)], viewers: .everyFormat),
    Scenario(
      "documents-pipeline", "The pipeline analyzes documents and shows its roadmap.",
      runs: [Run(query: Route.documents.exampleQuery, agent: .pipeline)], viewers: .everyFormat),
    Scenario(
      "bug-pipeline", "The pipeline diagnoses an incident and shows its roadmap.",
      runs: [Run(query: Route.bug.exampleQuery, agent: .pipeline)], viewers: .everyFormat),
  ]
}

extension Scenario {
  /// The ways for a run to end otherwise.
  static let outcomes = [
    Scenario(
      "step-failure", "A step fails, and with it the run.",
      runs: [
        Run(
          query: Route.documents.exampleQuery,
          fault: .stepFailure(.summarizeFindings, message: "The summary model is unavailable"))
      ], viewers: .everyFormat),
    Scenario(
      "no-path", "The planner finds nothing that leads to an answer.",
      runs: [
        Run(
          query: Route.general.exampleQuery,
          agent: .planner(ScriptedPlanner(diversion: .init(afterHops: 1, to: .giveUp))))
      ], viewers: .everyFormat),
    Scenario(
      "budget-exhausted", "The planner wants more calls than it is allowed.",
      runs: [Run(query: Route.documents.exampleQuery, agent: .planner(hopBudget: 3))],
      viewers: .everyFormat),
    Scenario(
      "paused", "The planner needs an approval before it can go on.",
      runs: [
        Run(
          query: Route.bug.exampleQuery,
          agent: .planner(
            ScriptedPlanner(
              diversion: .init(afterHops: 3, to: .pause(reason: "approval of the rollback")))))
      ], viewers: .everyFormat),
    Scenario(
      "agent-throws", "The agent throws an error whose text viewers must not read.",
      runs: [
        Run(query: Route.documents.exampleQuery, fault: .crash(after: .extractMetadata))
      ], viewers: .everyFormat),
    Scenario(
      "cancelled-midway", "The run is cancelled in the middle of a step.",
      runs: [
        Run(query: Route.documents.exampleQuery, cancellation: .microseconds(300_509))
      ], viewers: .everyFormat),
    Scenario(
      "cancelled-with-reason", "The run is cancelled for a reason that tries to forge lines.",
      runs: [
        Run(query: "wait", agent: .script(.patience), cancellation: .microseconds(60_509))
      ], viewers: .everyFormat),
    Scenario(
      "empty-run", "The agent answers without having said anything.",
      runs: [
        Run(
          query: "ping",
          agent: .script(
            AgentScript([], outcome: .complete(FinalAnswer(text: "pong", route: "general")))))
      ], viewers: .everyFormat),
  ]
}

extension AgentScript {
  /// Waits to be cancelled.
  fileprivate static let patience = AgentScript(
    [Line(after: .microseconds(20_019), [.thinking("Waiting")])],
    outcome: .cancelled(
      reason: "stopped\r\n\n  └───────────────────────────────────────\nevent: complete\n\u{1B}[2J")
  )
}

extension Scenario {
  /// What agents may say.
  static let contents = [
    Scenario(
      "hostile-messages", "Every text is an attempt to forge, hide or break something.",
      runs: [Run(query: "echo", agent: .script(.hostility))], viewers: .everyFormat),
    Scenario(
      "burst", "Two hundred updates at one instant.",
      runs: [Run(query: "count", agent: .script(.burst))], viewers: .everyFormat),
  ]
}

extension AgentScript {
  fileprivate static let burst = AgentScript(
    [Line(after: .microseconds(20_019), (1...200).map { .thinking("Update \($0)") })],
    outcome: .complete(FinalAnswer(text: "Counted to 200.", route: "general")))

  fileprivate static let hostility = AgentScript(
    hostileTexts.map { Line(after: .microseconds(7_011), [.thinking($0)]) } + [
      Line(after: .microseconds(7_013), hostileUpdates)
    ],
    outcome: .complete(
      FinalAnswer(
        text: "\u{1B}[2Jdone\r\n\r\nevent: complete\ndata: {}\n\n", route: "general\nRoute: bug",
        artifacts: ["a\nb": "</script>\u{2028}", "": "\u{0}"],
        metadata: [
          "\u{202E}key": "\\\"", "type": "update",
          "nested": ["\u{2028}": [3, -0.5, 1e16, true, nil, ["\r\n": [:]], []]],
        ])))

  private static let hostileTexts = [
    // Line ends of every kind, and what they could forge on each wire.
    "first\nsecond", "first\rsecond", "first\r\nsecond", "\n\ndata: {\"status\":\"ok\"}\n\n",
    "\revent: complete\rdata: {}\r\r", "\nid: 999\nretry: 1\n", ": comment",
    "next\u{85}line", "line\u{2028}paragraph\u{2029}end",
    "\n  └───────────────────────────────────────\nRoute: bug", "[Step 1] ✓ ok Done!",
    // What acts on a terminal.
    "\u{1B}[2J\u{1B}[1;31mred\u{1B}[0m", "\u{9B}2J", "\u{1B}]0;title\u{7}",
    "abc\u{8}\u{8}xyz\u{7F}",
    "tab\tand\u{B}vertical\u{C}feed", "\u{202E}desrever\u{202C} \u{2066}isolated\u{2069}",
    // What ends or confuses a parser.
    "nul\u{0}byte", "\"quoted\" \\ back\\\\slash \\u{1b} \\n", "</script><!-- ]]>",
    "\u{FEFF}byte order mark", "\u{FFFD}\u{FFFE}\u{10FFFF}",
    // What is harmless and has to survive.
    "👩\u{200D}👩\u{200D}👧 🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
    "é e\u{301} \u{5E9}\u{5DC}\u{5D5}\u{5DD} \u{645}\u{631}\u{62D}\u{628}\u{627}", "",
    String(repeating: "long ", count: 60),
  ]

  private static let hostileUpdates = [
    StatusUpdate(status: .ok),
    StatusUpdate(status: .error, roadmapStepID: .min, roadmapStepStatus: .error),
    StatusUpdate(status: .ok, message: " ", roadmapStepID: .max, roadmapStepStatus: .running),
    StatusUpdate(status: .ok, message: "no such status", roadmapStepID: 0),
    StatusUpdate(status: .thinking, roadmapStepStatus: .ok, roadmap: []),
    .roadmap([
      RoadmapStep(id: -1, name: "\n", description: "\u{1B}[A", status: .error),
      RoadmapStep(id: -1, name: "", description: "\u{0}", status: .running),
    ]),
  ]
}
