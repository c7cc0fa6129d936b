import GoldenTranscripts
import RunTimelines
import StatusStreaming

extension CaptureJudgement {
  /// The picture of the capture, beside what was published if that is known.
  func picture(breaking rule: ConformanceRule, _ finding: Finding) -> RunTimeline {
    var picture = RunTimeline(
      title: "\(rule)",
      summary:
        "A capture tells no times: what was published and what arrived is drawn in its order, "
        + "one event a millisecond.")
    var publications: [Sighting: RunTimeline.Event.ID] = [:]
    if events != nil {
      let lane = picture.addLane("published")
      for (index, event) in view.events.enumerated() {
        let id = picture.add(event.picture(at: .milliseconds(index + 1)), to: lane)
        if let sighting = view.sighting(event) { publications[sighting] = id }
      }
    }
    let lane = picture.addLane("captured")
    var violation = RunTimeline.Violation(
      "\(rule)", expected: finding.expected, seen: finding.seen)
    for (index, event) in view.seen.enumerated() {
      let name = event.event.sequence.map { "#\($0)" } ?? "\(index + 1)"
      let id = picture.add(
        .init(.arrival, name, event.event.content.line, at: .milliseconds(index + 1)), to: lane)
      if let origin = publications[event] { picture.connect(origin, to: id) }
      if finding.place == .event(index + 1) {
        violation.event = id
        violation.time = .milliseconds(index + 1)
      }
    }
    picture.violation = violation
    return picture
  }
}
