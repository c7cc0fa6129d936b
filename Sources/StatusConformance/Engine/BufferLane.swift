import RunTimelines
import StatusStreaming

/// The lane of a buffer: how much it holds, and what it drops and forgets.
struct BufferLane {
  private enum Occurrence {
    case append(Drawing.Publication, isEnd: Bool, RunTimeline.Event.ID?)
    /// A trace is forgotten; the event to draw of it, unless one is drawn already.
    case clearing(TraceID, RunTimeline.Event?)
  }

  /// How many updates of a trace are kept; `nil` for all.
  private let capacity: Int?
  private var occurrences: [(time: Duration, occurrence: Occurrence)] = []

  /// What is counted.
  private let counter: String

  /// - Parameter counter: what is counted, where it is not known to be all that is held.
  init(capacity: Int?, counting counter: String = "events held") {
    self.capacity = capacity
    self.counter = counter
  }

  /// Notes that a trace was given an event.
  mutating func append(
    _ publication: Drawing.Publication, isEnd: Bool, at time: Duration, _ id: RunTimeline.Event.ID?
  ) {
    occurrences.append((time, .append(publication, isEnd: isEnd, id)))
  }

  /// Notes that a trace is forgotten.
  mutating func clear(_ trace: TraceID, at time: Duration, drawing event: RunTimeline.Event? = nil)
  {
    occurrences.append((time, .clearing(trace, event)))
  }

  /// Draws it.
  func add(to timeline: inout RunTimeline, in lane: RunTimeline.Lane.ID) {
    var held: [TraceID: Int] = [:]
    var values = [RunTimeline.Counter.Value(0, at: .zero)]
    let sorted = occurrences.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }
    for (time, occurrence) in sorted.map(\.element) {
      switch occurrence {
      case .append(let publication, let isEnd, let origin):
        let count = held[publication.trace] ?? 0
        if let capacity, !isEnd, count >= capacity {
          let loss = timeline.add(
            .init(
              .loss, "#\(publication.number.advancedClamped(by: -capacity))",
              "dropped, to make room for #\(publication.number)", at: time), to: lane)
          if let origin { timeline.connect(origin, to: loss) }
        } else {
          held[publication.trace] = count + 1
        }
      case .clearing(let trace, let event):
        held[trace] = nil
        if let event { timeline.add(event, to: lane) }
      }
      values.append(.init(held.values.reduce(0, +), at: time))
    }
    timeline.addCounter(counter, values, to: lane)
  }
}
