public import RunTimelines
public import Testing

extension RunTimeline: CustomTestStringConvertible {
  /// The title.
  public var testDescription: String { "\(title), of \(events.count) events" }
}

/// Runs to be drawn.
enum SampleRun {
  /// Two updates, of which one arrives twice as late, and something of every kind.
  static var everything: RunTimeline {
    var timeline = RunTimeline(title: "A run", summary: "Something of every kind.")
    let agent = timeline.addLane("agent")
    let client = timeline.addLane("client")
    timeline.add(
      .init(.work, "plan", at: .zero, until: .milliseconds(40), details: ["tool": "planner"]),
      to: agent)
    var last: RunTimeline.Event.ID?
    for number in 1...3 {
      let publication = timeline.add(
        .init(.message, "#\(number)", "update \(number)", at: .milliseconds(12 * number)), to: agent
      )
      let arrival = timeline.add(
        .init(
          .arrival, "#\(number)", "arrival \(number)", at: .milliseconds(50),
          until: .milliseconds(50 + 3 * number), details: ["bytes": "\(36 * number)"]), to: client)
      timeline.connect(publication, to: arrival)
      last = arrival
    }
    for (index, kind) in RunTimeline.Event.Kind.allCases.enumerated() {
      timeline.add(
        .init(
          kind, kind.rawValue, "a \(kind.rawValue)", at: .seconds(4_000) + .milliseconds(index)),
        to: client)
    }
    timeline.addCounter(
      "held", (0...3).map { .init($0, at: .milliseconds(12 * $0)) }, to: agent)
    timeline.violation = .init(
      "102 The tail is delivered", expected: "#4 after #3", seen: "nothing",
      at: .milliseconds(59), in: last)
    return timeline
  }

  static let hostileTexts = [
    "</script><!-- ]]> -->", "<img src=x onerror=alert(1)>", "\" onclick=\"alert(1)", "&lt;b&gt;",
    "\u{202E}desrever\u{202C}", "\u{2066}isolated\u{2069}", "nul\u{0}byte", "\u{1B}[2J",
    "\r\n\r\nline\u{2028}end", "\u{FFFE}\u{10FFFF}", "'single' \\ back", "", "e\u{301}&\u{301}",
    "]]>&amp;{{}}", String(repeating: "long <b> ", count: 1_112),
  ]

  /// Texts that try to be something else, everywhere.
  static var hostility: RunTimeline {
    var timeline = RunTimeline(title: hostileTexts[0], summary: hostileTexts.joined())
    let lanes = hostileTexts.map { timeline.addLane($0) }
    for (index, text) in hostileTexts.enumerated() {
      timeline.add(
        .init(.message, text, text, at: .milliseconds(index), details: ["text": text]),
        to: lanes[index])
      timeline.addCounter(text, [.init(index, at: .zero)], to: lanes[index])
    }
    timeline.violation = .init(hostileTexts[1], expected: hostileTexts[2], seen: hostileTexts[4])
    return timeline
  }

  /// So many updates, each with an arrival.
  static func long(_ count: Int) -> RunTimeline {
    var timeline = RunTimeline(title: "Long")
    let agent = timeline.addLane("agent")
    let client = timeline.addLane("client")
    for number in 1...count {
      let time = Duration.milliseconds(7 * number)
      let publication = timeline.add(
        .init(.message, "#\(number)", "Update \(number) of a long run", at: time), to: agent)
      let arrival = timeline.add(
        .init(.arrival, "#\(number)", at: time + .milliseconds(2), until: time + .milliseconds(3)),
        to: client)
      timeline.connect(publication, to: arrival)
    }
    return timeline
  }
}
