/// A run as data: who took part, what happened when, and what led to what.
///
/// Lanes hold events, which last or don't; arrows lead from one event to another; counters show how
/// much there is of something. Times are counted from the beginning of the run. Two writers turn it
/// into something to look at: ``html()`` and ``chromeTrace()``. Equal timelines give equal bytes.
///
/// <!-- example, then #expect(page.contains("publish")) -->
/// ```swift
/// var timeline = RunTimeline(title: "One update")
/// let agent = timeline.addLane("agent")
/// let client = timeline.addLane("client")
/// let publication = timeline.add(
///   .init(.message, "publish", at: .milliseconds(20)), to: agent)
/// let arrival = timeline.add(
///   .init(.arrival, "arrive", at: .milliseconds(50), until: .milliseconds(52)), to: client)
/// timeline.connect(publication, to: arrival)
/// let page = timeline.html()
/// ```
public struct RunTimeline: Sendable, Hashable {
  /// What the run is called.
  public var title: String
  /// What it is about, in a sentence or a few.
  public var summary: String
  /// What is wrong with the run; `nil` if nothing is, or nobody has judged it.
  public var violation: Violation?
  /// Who took part, from top to bottom.
  public private(set) var lanes: [Lane] = []
  /// What happened, in the order in which it was added.
  public private(set) var events: [Event] = []
  /// What led to what.
  public private(set) var arrows: [Arrow] = []
  /// How much there was of something.
  public private(set) var counters: [Counter] = []

  /// Begins the timeline of a run in which nothing happens.
  public init(title: String, summary: String = "") {
    self.title = title
    self.summary = summary
  }

  /// Adds a lane below the others.
  public mutating func addLane(_ name: String) -> Lane.ID {
    lanes.append(Lane(name: name))
    return Lane.ID(index: lanes.count - 1)
  }

  /// Adds an event to a lane.
  ///
  /// Events may be added in any order. An identifier belongs to the timeline that gave it; in one
  /// that has no such lane the event is in the last, which is made if there is none.
  @discardableResult
  public mutating func add(_ event: Event, to lane: Lane.ID) -> Event.ID {
    if lanes.isEmpty { lanes.append(Lane(name: "")) }
    var event = event
    event.lane = min(lane.index, lanes.count - 1)
    events.append(event)
    return Event.ID(index: events.count - 1)
  }

  /// An event; `nil` if the timeline has none of the identifier.
  public subscript(id: Event.ID) -> Event? {
    events.indices.contains(id.index) ? events[id.index] : nil
  }

  /// Draws an arrow between two events.
  ///
  /// One that would lead to an event which the timeline does not have is left out.
  public mutating func connect(_ origin: Event.ID, to destination: Event.ID) {
    guard self[origin] != nil, self[destination] != nil else { return }
    arrows.append(Arrow(origin: origin, destination: destination))
  }

  /// Adds a counter below the events of a lane.
  ///
  /// - Parameters:
  ///   - values: what it shows from a time on, in any order; of several at one time the last counts.
  ///   - end: until when it shows the last of them; not before that, and `nil` for the end of the run.
  ///   - name: what reports call it.
  ///   - lane: the lane that shows it.
  public mutating func addCounter(
    _ name: String, _ values: [Counter.Value], to lane: Lane.ID, until end: Duration? = nil
  ) {
    if lanes.isEmpty { lanes.append(Lane(name: "")) }
    let sorted = values.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }
    let changes = sorted.map(\.element).reduce(into: [Counter.Value]()) { changes, value in
      if changes.last?.time == value.time { changes.removeLast() }
      if changes.last?.count != value.count { changes.append(value) }
    }
    counters.append(
      Counter(
        name: name, values: changes, end: end.map { max($0, changes.last?.time ?? .zero) },
        lane: min(lane.index, lanes.count - 1)))
  }

  /// The places of the events by time, those of one time as they were added.
  var chronology: [Int] {
    events.indices.sorted { (events[$0].start, $0) < (events[$1].start, $1) }
  }
}
