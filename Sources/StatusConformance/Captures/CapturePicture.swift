import GoldenTranscripts
import RunTimelines
import StatusStreaming
import WireDecoding

/// The picture of a capture, beside what was published if that is known.
struct CapturePicture {
  /// Something that was captured.
  private struct Occurrence {
    let kind: RunTimeline.Event.Kind
    let name: String
    let text: String
    /// Its first byte.
    let place: Int
    /// What it says of a trace, and its place among all that does.
    var seen: (event: SeenEvent, number: Int)?
  }

  private let judgement: CaptureJudgement
  private let finding: Finding
  private(set) var picture: RunTimeline

  init(of judgement: CaptureJudgement, breaking rule: ConformanceRule, _ finding: Finding) {
    self.judgement = judgement
    self.finding = finding
    picture = RunTimeline(
      title: "\(rule)",
      summary:
        "A capture tells no times: what was published and what arrived is drawn in its order, "
        + "one event a millisecond.")
    picture.violation = .init("\(rule)", expected: finding.expected, seen: finding.seen)
    var publications: [SeenEvent: (id: RunTimeline.Event.ID, time: Duration)] = [:]
    if judgement.events != nil {
      let lane = picture.addLane("published")
      for (index, event) in judgement.view.events.enumerated() {
        let time = Duration.milliseconds(index + 1)
        let id = picture.add(event.picture(at: time), to: lane)
        if event.sequence.rawValue == finding.lost { picture.violation?.missing = id }
        if let seenEvent = judgement.view.seenEvent(event) { publications[seenEvent] = (id, time) }
      }
    }
    let lane = picture.addLane("captured")
    let items = items
    let framed = framed(among: items)
    var time = Duration.zero
    for (index, item) in items.enumerated() {
      let origin = item.seen.flatMap { publications[$0.event] }
      // Nothing arrives before it is published.
      time = max(time + .milliseconds(1), origin.map { $0.time + .microseconds(500) } ?? .zero)
      let id = picture.add(.init(item.kind, item.name, item.text, at: time), to: lane)
      if let origin { picture.connect(origin.id, to: id) }
      guard index == framed else { continue }
      picture.violation?.event = id
      picture.violation?.time = time
    }
    if picture.violation?.time == nil { picture.violation?.time = time }
  }

  /// What was captured, in order, and what could not be read.
  private var items: [Occurrence] {
    var items = judgement.agUI.map(items(of:)) ?? seenItems
    if let (error, place) = judgement.reading.failure, judgement.agUI == nil {
      items.append(
        Occurrence(
          kind: .failure, name: "unreadable",
          text: judgement.view.quoted(place, by: judgement.reading.format, with: error),
          place: place.lowerBound))
    }
    return items
  }

  private var seenItems: [Occurrence] {
    var number = 0
    return judgement.reading.observations.compactMap { observation, place in
      switch observation {
      case .event(let event):
        guard let seen = judgement.view.seenEvent(observation) else { return nil }
        number += 1
        return Occurrence(
          kind: event.arrivalKind, name: event.sequence.map { "#\($0)" } ?? "\(number)",
          text: event.content.picturedLine, place: place, seen: (seen, number))
      case .heartbeat: return Occurrence(kind: .note, name: "♥", text: "heartbeat", place: place)
      case .end:
        return Occurrence(kind: .end, name: "end", text: "end of the connection", place: place)
      case .cut:
        return Occurrence(
          kind: .cancellation, name: "cut", text: "end before the trace's", place: place)
      }
    }
  }

  /// All events of AG-UI, whether they tell of a trace or not.
  private func items(of stream: AGUIStreamReading) -> [Occurrence] {
    var seen = seenItems.filter { $0.seen != nil }[...]
    let occurrences = stream.occurrences
    return occurrences.indices.map { index in
      let occurrence = occurrences[index]
      let next = index + 1 < occurrences.count ? occurrences[index + 1].place : .max
      // What says something of a trace is complete at the end of its event.
      let own = seen.prefix { $0.place < next }
      seen = seen.dropFirst(own.count)
      return Occurrence(
        kind: occurrence.kind?.arrivalKind ?? .failure,
        name: occurrence.kind?.rawValue ?? "unreadable",
        text: String(decoding: occurrence.json, as: UTF8.self), place: occurrence.place,
        seen: own.last?.seen)
    }
  }

  /// Which of the items is to blame: the event that is, or the one that has the byte.
  private func framed(among items: [Occurrence]) -> Int? {
    switch finding.place {
    case .event(let number): items.firstIndex { $0.seen?.number == number }
    case .byte(let place): items.lastIndex { $0.place <= place }
    default: nil
    }
  }
}

extension CaptureJudgement {
  /// The picture of the capture.
  func picture(breaking rule: ConformanceRule, _ finding: Finding) -> RunTimeline {
    CapturePicture(of: self, breaking: rule, finding).picture
  }
}

extension AGUIEvent.Kind {
  /// What kind of thing its arrival is.
  fileprivate var arrivalKind: RunTimeline.Event.Kind {
    switch self {
    case .runFinished: .end
    case .runError, .subagentError: .failure
    case .raw, .custom: .note
    default: .arrival
    }
  }
}
