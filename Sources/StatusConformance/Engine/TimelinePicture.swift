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
  /// When each is drawn.
  private let times: [Duration]
  /// The places of the entries that close others, by the places of these.
  private let ends: [Int: Int]
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
    times = Self.spread(timeline.entries.map(\.time))
    ends = timeline.ends
    self.finding = finding
    line = finding?.place?.line(in: timeline.lines)
    let isSpread = times != entries.map(\.time)
    picture = RunTimeline(
      title: title,
      summary: summary
        + (isSpread ? " Of one instant, each thing is drawn a microsecond after another." : ""))
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

  /// Moves what happens at one instant a microsecond apart where hardly any time passes, so that its
  /// order is seen, and what led to what.
  private static func spread(_ times: [Duration]) -> [Duration] {
    guard times.count > 4 * Set(times).count else { return times }
    var last: Duration?
    return times.map { time in
      let drawn = last.map { max(time, $0 + .microseconds(1)) } ?? time
      last = drawn
      return drawn
    }
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
      let time = times[index]
      let id: RunTimeline.Event.ID
      if let closing = drawing.closing, let opening = open[closing] {
        id = opening
      } else {
        id = picture.add(event(index), to: lane(drawing.lane))
      }
      if let opening = drawing.opening { open[opening] = id }
      let span = spans[drawing.lane]
      spans[drawing.lane] = (span?.lowerBound ?? min(drawing.start ?? time, time))...time
      for publication in drawing.published {
        publications[publication] = id
        published.append((publication, time))
        buffer?.append(publication, isEnd: drawing.kind != .message, at: time, id)
      }
      if let trace = drawing.cleared { buffer?.clear(trace, at: time) }
      for publication in drawing.arrived {
        if let origin = publications[publication] { picture.connect(origin, to: id) }
      }
      for count in 0..<drawing.arrivalCount {
        let known = drawing.arrived.indices.contains(count) ? [drawing.arrived[count]] : []
        arrivals.append(
          Arrival(lane: drawing.lane, time: time, event: id, publications: known))
      }
      guard entry.text != nil else { continue }
      if next == line { place(at: time, in: id) }
      next += 1
    }
    if let lane = lanes["buffer"] { buffer?.add(to: &picture, in: lane) }
  }

  /// What is drawn of an entry, up to the one that closes it.
  private func event(_ index: Int) -> RunTimeline.Event {
    let entry = entries[index]
    let drawing = entry.drawing
    let time = times[index]
    let text = entry.text ?? ""
    guard let end = ends[index] else {
      let start = drawing.start.map { $0 < entry.time ? $0 : time }
      return .init(
        drawing.kind, drawing.name, text, at: start ?? time, until: start == nil ? nil : time)
    }
    let kind = entries[end].drawing.kind
    let until = entries[end].time > entry.time ? times[end] : nil
    guard let then = entries[end].text else {
      return .init(kind, drawing.name, text, at: time, until: until)
    }
    return .init(kind, drawing.name, text, at: time, until: until, details: ["then": then])
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
      for step in sorted.map(\.element) where step.time <= span.upperBound {
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
    let end = finding.viewer.flatMap { spans[$0]?.upperBound } ?? times.last
    place(at: end, in: nil)
  }
}
