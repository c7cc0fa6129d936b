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
    "]]>&amp;{{}}", "\u{1F4CB}\u{1F468}\u{200D}\u{1F4BB} 📋", "\\ud83d \\u0000 \\",
    String(decoding: [0xD800, 0x61, 0xDC00], as: UTF16.self),
    String(repeating: "long <b> ", count: 1_112),
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

  /// Two hundred events with hostile texts, one of them of ten thousand characters, among six lanes with
  /// counters, each but the first with an arrow to it.
  static var worst: RunTimeline {
    var timeline = RunTimeline(title: hostileTexts[0], summary: hostileTexts[1])
    let lanes = (0..<6).map { timeline.addLane("agent of \(hostileTexts[$0 + 1])") }
    let long = String(repeating: "<&\u{202E}long ", count: 1_250)
    let texts = hostileTexts.filter { $0.count < 100 }
    var last: RunTimeline.Event.ID?
    for number in 0..<200 {
      let text = number == 100 ? long : texts[number % texts.count] + " of update \(number)"
      let kind = RunTimeline.Event.Kind.allCases[number % 11]
      let time = Duration.microseconds(12_345 * number + number % 7)
      let id = timeline.add(
        .init(
          kind, "#\(number + 1)", text, at: time,
          until: number % 3 == 0 ? time + .nanoseconds(33_000_123) : nil,
          details: ["bytes": "\(number * 7)"]), to: lanes[number % 6])
      if let last { timeline.connect(last, to: id) }
      last = id
    }
    for lane in lanes {
      timeline.addCounter(
        "events behind", (0..<33).map { .init($0 % 5, at: .milliseconds($0 * 70)) }, to: lane)
    }
    timeline.violation = .init(
      hostileTexts[2], expected: hostileTexts[4], seen: hostileTexts[8], in: last, missing: last)
    return timeline
  }

  /// Arrows to what had begun before, or is over, or is the same.
  static var backwards: RunTimeline {
    var timeline = RunTimeline(title: "backwards")
    let writer = timeline.addLane("writer")
    let reader = timeline.addLane("reader")
    let read = timeline.add(
      .init(.arrival, "read", at: .milliseconds(1), until: .milliseconds(9)), to: reader)
    let early = timeline.add(.init(.arrival, "early", at: .zero), to: reader)
    timeline.add(
      .init(.wait, "crosses", at: .milliseconds(4), until: .milliseconds(20)), to: reader)
    for number in 1...700 {
      let id = timeline.add(.init(.message, "#\(number)", at: .milliseconds(5)), to: writer)
      timeline.connect(id, to: number % 2 == 0 ? read : early)
    }
    let long = timeline.add(
      .init(.arrival, "long", at: .milliseconds(30), until: .milliseconds(40)), to: reader)
    let last = timeline.add(.init(.message, "last", at: .milliseconds(30)), to: writer)
    timeline.connect(last, to: long)
    timeline.connect(last, to: last)
    return timeline
  }

  /// More at one instant than may be put upon each other.
  static var crowd: RunTimeline {
    var timeline = RunTimeline(title: "crowd")
    let lanes = (0..<2).map { timeline.addLane("lane \($0)") }
    var last: RunTimeline.Event.ID?
    for number in 0..<2_600 {
      let lasts = number % 13 == 0
      let id = timeline.add(
        .init(
          .message, "#\(number)", at: .milliseconds(2),
          until: lasts ? .milliseconds(2_700 - number) : nil), to: lanes[number % 2])
      if let last { timeline.connect(last, to: id) }
      last = id
    }
    return timeline
  }

  /// Times beyond what counts nanoseconds in 64 bits, or fractions in 53.
  static var endless: RunTimeline {
    var timeline = RunTimeline(title: "endless")
    let lane = timeline.addLane("lane")
    let month = Duration.seconds(2_592_000)
    for nanoseconds in 0..<50 {
      let start = month + .nanoseconds(nanoseconds * 333)
      timeline.add(
        .init(.work, "late", at: start, until: start + .nanoseconds(40_000 - 700 * nanoseconds)),
        to: lane)
    }
    timeline.add(.init(.wait, "for ever", at: .seconds(1), until: .seconds(Int64.max)), to: lane)
    timeline.add(.init(.end, "then", at: .seconds(Int64.max)), to: lane)
    timeline.addCounter("count", [.init(3, at: .seconds(Int64.max))], to: lane)
    timeline.violation = .init("late", expected: "sooner", seen: "never", at: .seconds(Int64.max))
    return timeline
  }

  /// Nothing has a name, and names that there are come again.
  static var nameless: RunTimeline {
    var timeline = RunTimeline(title: "")
    for _ in 0..<2 {
      let lane = timeline.addLane("")
      timeline.add(
        .init(.work, "", at: .zero, until: .milliseconds(3), details: ["": "", "text": "a"]),
        to: lane)
      timeline.add(
        .init(
          .work, "", "text", at: .milliseconds(1), until: .milliseconds(5),
          details: ["text": "b", "text": "c"]), to: lane)
      timeline.addCounter("", [.init(1, at: .zero), .init(-1, at: .seconds(1))], to: lane)
    }
    timeline.violation = .init("", expected: "", seen: "")
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
