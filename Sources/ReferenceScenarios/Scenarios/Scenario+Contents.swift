import StatusStreaming

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
