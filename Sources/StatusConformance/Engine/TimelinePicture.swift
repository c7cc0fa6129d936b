import RunTimelines
import StatusStreaming

/// The picture of a run, made of what its timeline has.
struct TimelinePicture {
  /// Something that arrived somewhere.
  private struct Arrival {
    let lane: String
    let time: Duration
    let event: RunTimeline.Event.ID
    let publications: [Drawing.Publication]
  }

  /// What changes how far somebody is behind.
  private struct Step {
    let publication: Drawing.Publication
    let time: Duration
    let isArrival: Bool
  }

  private let entries: [Timeline.Entry]
  /// The entries that close others, by the places of these.
  private let ends: [Int: Timeline.Entry]
  private let finding: Finding?
  /// The place among the lines of the call that is to blame.
  private let line: Int?
  private(set) var picture: RunTimeline
  private var lanes: [String: RunTimeline.Lane.ID] = [:]
  private var names: [String] = []
  private var publications: [Drawing.Publication: RunTimeline.Event.ID] = [:]
  /// When each event was published, by time.
  private var published: [(publication: Drawing.Publication, time: Duration)] = []
  private var arrivals: [Arrival] = []
  /// When the first and the last thing of a lane happened.
  private var spans: [String: ClosedRange<Duration>] = [:]

  /// - Parameters:
  ///   - finding: what is wrong; `nil` if nothing is.
  ///   - buffer: the lane of the run's buffer; `nil` if nothing is known of one.
  init(
    of timeline: Timeline, title: String, summary: String, finding: Finding?, buffer: BufferLane?
  ) {
    entries = timeline.entries
    ends = timeline.ends
    self.finding = finding
    line = finding?.place?.line(in: timeline.lines)
    picture = RunTimeline(title: title, summary: summary)
    if let finding {
      picture.violation = .init(title, expected: finding.expected, seen: finding.seen)
    }
    // Who publishes is above who receives, whoever was there first, and the buffer between them.
    for entry in entries where entry.drawing.lane.hasPrefix("agent of ") {
      _ = lane(entry.drawing.lane)
    }
    if buffer != nil, entries.contains(where: { !$0.drawing.published.isEmpty }) {
      _ = lane("buffer")
    }
    addEntries(buffer)
    addLags()
    placeViolation()
  }

  private mutating func lane(_ name: String) -> RunTimeline.Lane.ID {
    if let lane = lanes[name] { return lane }
    let lane = picture.addLane(name)
    lanes[name] = lane
    names.append(name)
    return lane
  }

  private mutating func addEntries(_ buffer: BufferLane?) {
    var buffer = buffer
    var open: [String: RunTimeline.Event.ID] = [:]
    var next = 0
    for (index, entry) in entries.enumerated() {
      let drawing = entry.drawing
      let id: RunTimeline.Event.ID
      if let closing = drawing.closing, let opening = open[closing] {
        id = opening
      } else {
        id = picture.add(event(index), to: lane(drawing.lane))
      }
      if let opening = drawing.opening { open[opening] = id }
      let span = spans[drawing.lane]
      spans[drawing.lane] = (span?.lowerBound ?? drawing.start ?? entry.time)...entry.time
      for publication in drawing.published {
        publications[publication] = id
        published.append((publication, entry.time))
        buffer?.append(publication, isEnd: drawing.kind != .message, at: entry.time, id)
      }
      if let trace = drawing.cleared { buffer?.clear(trace, at: entry.time) }
      for publication in drawing.arrived {
        if let origin = publications[publication] { picture.connect(origin, to: id) }
      }
      for count in 0..<drawing.arrivalCount {
        let known = drawing.arrived.indices.contains(count) ? [drawing.arrived[count]] : []
        arrivals.append(
          Arrival(lane: drawing.lane, time: entry.time, event: id, publications: known))
      }
      guard entry.text != nil else { continue }
      if next == line { place(at: entry.time, in: id) }
      next += 1
    }
    if let lane = lanes["buffer"] { buffer?.add(to: &picture, in: lane) }
  }

  /// What is drawn of an entry, up to the one that closes it.
  private func event(_ index: Int) -> RunTimeline.Event {
    let entry = entries[index]
    let drawing = entry.drawing
    guard let end = ends[index] else {
      return .init(
        drawing.kind, drawing.name, entry.text ?? "", at: drawing.start ?? entry.time,
        until: drawing.start == nil ? nil : entry.time)
    }
    let until = end.time > entry.time ? end.time : nil
    let text = entry.text ?? ""
    guard let then = end.text else {
      return .init(end.drawing.kind, drawing.name, text, at: entry.time, until: until)
    }
    return .init(
      end.drawing.kind, drawing.name, text, at: entry.time, until: until, details: ["then": then])
  }

  /// Counts, for whoever receives, how many events it is behind: by the numbers of what was published
  /// and of what has arrived.
  private mutating func addLags() {
    for name in names {
      guard let lane = lanes[name], let span = spans[name] else { continue }
      let received = arrivals.filter { $0.lane == name }.flatMap { arrival in
        arrival.publications.map { (publication: $0, time: arrival.time) }
      }
      var last: [TraceID: Int] = [:]
      // Before its first arrival it had what came before that.
      for (publication, _) in received where last[publication.trace] == nil {
        last[publication.trace] = publication.number.advancedClamped(by: -1)
      }
      guard !last.isEmpty else { continue }
      var newest = last
      var steps = published.filter { last[$0.publication.trace] != nil }
        .map { Step(publication: $0.publication, time: $0.time, isArrival: false) }
      steps += received.map {
        Step(publication: $0.publication, time: $0.time, isArrival: true)
      }
      let sorted = steps.enumerated().sorted {
        ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
      }
      var values: [RunTimeline.Counter.Value] = []
      for step in sorted.map(\.element) {
        if step.isArrival {
          last[step.publication.trace] = step.publication.number
        } else {
          newest[step.publication.trace] = step.publication.number
        }
        let lag = last.reduce(0) { sum, seen in
          guard let newest = newest[seen.key], newest > seen.value else { return sum }
          let (behind, overflow) = newest.subtractingReportingOverflow(seen.value)
          return sum.advancedClamped(by: overflow ? .max : behind)
        }
        values.append(.init(lag, at: max(step.time, span.lowerBound)))
      }
      picture.addCounter("events behind", values, to: lane, until: span.upperBound)
    }
  }

  // MARK: What is wrong

  private mutating func place(at time: Duration?, in event: RunTimeline.Event.ID?) {
    picture.violation?.time = time
    picture.violation?.event = event
  }

  private mutating func placeViolation() {
    guard let finding, picture.violation?.time == nil else { return }
    if let lost = finding.lost {
      let traces =
        finding.trace.map { [$0] }
        ?? Set(published.map(\.publication.trace))
        .filter { trace in
          published.contains { $0.publication == .init(trace: trace, number: lost) }
        }
      if traces.count == 1, let trace = traces.first {
        picture.violation?.missing = publications[.init(trace: trace, number: lost)]
      }
    }
    let counted = arrivals.filter { finding.viewer == nil || $0.lane == finding.viewer }
    if case .event(let number) = finding.place, counted.indices.contains(number - 1) {
      return place(at: counted[number - 1].time, in: counted[number - 1].event)
    }
    let end = finding.viewer.flatMap { spans[$0]?.upperBound } ?? entries.last?.time
    place(at: end, in: nil)
  }
}
