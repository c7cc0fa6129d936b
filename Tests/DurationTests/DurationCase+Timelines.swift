import RunTimelines
import Testing

extension DurationCase {
  static let timelines: [DurationCase] = [
    DurationCase(
      "RunTimeline.Event.init(start:)", "RunTimeline.Event.init(end:)",
      "RunTimeline.Counter.Value.init(time:)", "RunTimeline.Violation.init(time:)",
      "RunTimeline.Violation.time", "RunTimeline.addCounter(end:)"
    ) { duration in
      var run = RunTimeline(title: "run")
      let lane = run.addLane("lane")
      let event = run.add(.init(.work, "work", at: .zero, until: duration), to: lane)
      run.add(.init(.work, "work", at: duration, until: .seconds(1)), to: lane)
      run.add(.init(.note, "note", at: .seconds(1)), to: lane)
      run.addCounter("count", [.init(.max, at: duration), .init(.min, at: .zero)], to: lane)
      run.addCounter("until", [.init(1, at: .milliseconds(5))], to: lane, until: duration)
      run.violation = .init("wrong", expected: "", seen: "", at: duration, in: event)
      #expect(run.html().hasSuffix("</html>\n"))
      #expect(run.chromeTrace().hasSuffix("]}\n"))
    }
  ]
}
