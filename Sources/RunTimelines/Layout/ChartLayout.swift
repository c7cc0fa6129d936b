/// Where everything is in the picture of a run.
struct ChartLayout: Sendable {
  /// A lane with its counters.
  struct Lane: Sendable {
    let events: LaneLayout
    /// The places of its counters in the timeline.
    let counters: [Int]
    /// Its upper edge, in points.
    let top: Int
    /// Its height, in points.
    let height: Int

    /// The upper edge of a row of events.
    func top(ofRow row: Int) -> Int { top + ChartLayout.nameHeight + row * ChartLayout.rowHeight }

    /// The upper edge of one of the counters.
    func top(ofCounter index: Int) -> Int {
      top(ofRow: events.rows) + index * ChartLayout.counterHeight
    }
  }

  static let axisHeight = 26
  static let nameHeight = 24
  static let rowHeight = 24
  static let counterHeight = 36

  let axis: TimeAxis
  let lanes: [Lane]
  /// How wide the picture is at least, in points.
  let points: Int
  /// How high it is, in points.
  let height: Int
  /// For each event its middle height in points and its place, where arrows end.
  let anchors: [(place: Int, height: Int)]

  init(_ timeline: RunTimeline) {
    let chronology = timeline.chronology
    let axis = TimeAxis(
      timeline.events.map(\.start) + timeline.events.compactMap(\.end)
        + timeline.counters.flatMap { $0.values.map(\.time) }
        + [timeline.violation?.time].compactMap { $0.map { max($0, .zero) } },
      busy: timeline.events.filter { $0.kind != .wait }.map { $0.start...($0.end ?? $0.start) })
    var places = timeline.lanes.map { _ in [Int]() }
    for place in chronology { places[timeline.events[place].lane].append(place) }
    points = Self.points(for: places.map { Set($0.map { timeline.events[$0].start }).count })
    var anchors = timeline.events.map { _ in (place: 0, height: 0) }
    var lanes: [Lane] = []
    var top = Self.axisHeight
    for index in timeline.lanes.indices {
      let events = LaneLayout(timeline.events, at: places[index], on: axis, points: points)
      let counters = timeline.counters.indices.filter { timeline.counters[$0].lane == index }
      let height =
        Self.nameHeight + events.rows * Self.rowHeight + counters.count * Self.counterHeight + 6
      let lane = Lane(events: events, counters: counters, top: top, height: height)
      for item in events.items {
        for member in item.members {
          anchors[member] = (
            axis.place(of: timeline.events[member].start),
            lane.top(ofRow: item.row) + Self.rowHeight / 2
          )
        }
      }
      lanes.append(lane)
      top += height
    }
    self.axis = axis
    self.lanes = lanes
    self.anchors = anchors
    height = top
  }

  /// How wide a picture is with so many instants in its lanes: wide enough for the fullest, within
  /// bounds.
  private static func points(for instants: [Int]) -> Int {
    min(max(720, (instants.max() ?? 0) * 26), 12_000)
  }
}
