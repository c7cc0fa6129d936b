import RunTimelines
import StatusStreaming

/// What happened in a run, in words, and how it is drawn.
struct Timeline: Sendable, Hashable {
  private struct Entry: Sendable, Hashable {
    let time: Duration
    /// `nil` for what is to be seen in a picture, but needs no words.
    let text: String?
    let drawing: Drawing
  }

  private var entries: [Entry] = []
  /// Whether it is kept: of most runs nobody wants to know, and to put it into words takes longer
  /// than to make many of them.
  var isKept = true

  mutating func append(
    _ text: @autoclosure () -> String?, at time: RunClock.Instant,
    _ drawing: @autoclosure () -> Drawing = Drawing(in: "run")
  ) {
    guard isKept else { return }
    entries.append(Entry(time: time.elapsed, text: text(), drawing: drawing()))
  }

  /// One line for each thing that happened.
  var lines: [String] {
    entries.compactMap { entry in
      entry.text.map { "\(entry.time.wholeMicroseconds.text): \($0)" }
    }
  }

  /// The picture of what happened, with what is wrong framed.
  ///
  /// - Parameters:
  ///   - place: where it shows; `nil` if no place is to blame, so that it shows at the end.
  func picture(
    title: String, summary: String, violation: RunTimeline.Violation?, at place: Violation.Place?
  ) -> RunTimeline {
    var picture = RunTimeline(title: title, summary: summary)
    let line = place?.line(in: lines)
    var arrivals = 0
    var lanes: [String: RunTimeline.Lane.ID] = [:]
    // Who publishes is above who receives, whoever was there first.
    for entry in entries
    where entry.drawing.lane.hasPrefix("agent of ") && lanes[entry.drawing.lane] == nil {
      lanes[entry.drawing.lane] = picture.addLane(entry.drawing.lane)
    }
    var publications: [Drawing.Publication: RunTimeline.Event.ID] = [:]
    let ends = ends
    var open: [String: RunTimeline.Event.ID] = [:]
    var next = 0
    for (index, entry) in entries.enumerated() {
      let drawing = entry.drawing
      let event: RunTimeline.Event.ID
      if let closing = drawing.closing, let opening = open[closing] {
        event = opening
      } else {
        let lane = lanes[drawing.lane] ?? picture.addLane(drawing.lane)
        lanes[drawing.lane] = lane
        event = picture.add(self.event(index, until: ends[index]), to: lane)
      }
      if let opening = drawing.opening { open[opening] = event }
      for publication in drawing.published { publications[publication] = event }
      for publication in drawing.arrived {
        if let origin = publications[publication] { picture.connect(origin, to: event) }
      }
      arrivals += drawing.arrivalCount
      if case .event(let number) = place, number <= arrivals, picture.violation == nil {
        picture.violation = violation?.placed(at: entry.time, in: event)
      }
      guard entry.text != nil else { continue }
      if next == line { picture.violation = violation?.placed(at: entry.time, in: event) }
      next += 1
    }
    if picture.violation == nil {
      picture.violation = violation?.placed(at: entries.last?.time, in: nil)
    }
    return picture
  }

  /// The entries that close others, by the places of these.
  private var ends: [Int: Entry] {
    var ends: [Int: Entry] = [:]
    var open: [String: Int] = [:]
    for (index, entry) in entries.enumerated() {
      if let closing = entry.drawing.closing, let opening = open[closing] { ends[opening] = entry }
      if let opening = entry.drawing.opening { open[opening] = index }
    }
    return ends
  }

  /// What is drawn of an entry, up to the one that closes it.
  private func event(_ index: Int, until end: Entry?) -> RunTimeline.Event {
    let entry = entries[index]
    let drawing = entry.drawing
    guard let end else {
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
}

/// How an occurrence is drawn.
struct Drawing: Sendable, Hashable {
  /// What is published at one place and arrives at others.
  struct Publication: Sendable, Hashable {
    let trace: TraceID
    let number: Int
  }

  /// Who it happens to.
  var lane: String
  var kind = RunTimeline.Event.Kind.note
  /// What it is called where there is little room.
  var name = ""
  /// When it began, if it took time.
  var start: Duration?
  /// What it begins; the occurrence that closes it is drawn as its end.
  var opening: String?
  /// What it ends.
  var closing: String?
  /// What is published with it.
  var published: [Publication] = []
  /// What arrives with it.
  var arrived: [Publication] = []

  init(
    in lane: String, _ kind: RunTimeline.Event.Kind = .note, _ name: String = "",
    start: Duration? = nil, opening: String? = nil, closing: String? = nil,
    published: [Publication] = [], arrived: [Publication] = []
  ) {
    self.lane = lane
    self.kind = kind
    self.name = name
    self.start = start
    self.opening = opening
    self.closing = closing
    self.published = published
    self.arrived = arrived
  }
}

extension Drawing {
  /// How many events arrive with it.
  var arrivalCount: Int {
    if !arrived.isEmpty { return arrived.count }
    let isWhole = opening == nil && closing == nil
    return kind == .arrival && isWhole ? 1 : 0
  }

  /// The same in a lane of one of several connections.
  func within(_ label: String) -> Drawing {
    guard !label.isEmpty else { return self }
    var drawing = self
    drawing.lane = label + lane
    drawing.opening = opening.map { label + $0 }
    drawing.closing = closing.map { label + $0 }
    return drawing
  }
}

extension Drawing.Publication {
  init(_ event: StreamEvent) {
    self.init(trace: event.trace, number: event.sequence.rawValue)
  }
}

extension RunTimeline.Violation {
  fileprivate func placed(at time: Duration?, in event: RunTimeline.Event.ID?) -> Self {
    var violation = self
    violation.time = time
    violation.event = event
    return violation
  }
}

extension Duration {
  /// Without what is less than a microsecond.
  fileprivate var wholeMicroseconds: Duration {
    Duration(attoseconds: attoseconds - attoseconds % 1_000_000_000_000)
  }
}
