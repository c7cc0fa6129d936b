/// Where everything is in the picture of a run.
struct ChartLayout: Sendable {
  /// A lane with its counters.
  struct Lane: Sendable {
    let events: LaneLayout
    /// How much room there is below its events for what is wrong with one of them, in points.
    let calloutHeight: Int
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
      top(ofRow: events.rows) + calloutHeight + index * ChartLayout.counterHeight
    }
  }

  private static let axisHeight = 26
  static let nameHeight = 24
  static let rowHeight = 24
  static let counterHeight = 36
  static let calloutHeight = 46
  static let calloutWidth = 420

  let axis: TimeAxis
  /// What is written above the lanes.
  let axisNames: [TimeAxis.Name]
  let lanes: [Lane]
  /// How wide the picture is at least, in points, up to the end of the run.
  let points: Int
  /// How much wider it is, for signs of what happens at the end.
  let overhang: Int
  /// The upper edge of what is said of what is wrong, in points; `nil` if nothing is.
  let callout: Int?
  /// How high it is, in points.
  let height: Int
  /// For each event its middle height in points and its place, where arrows end.
  let anchors: [Anchor]

  /// Where an arrow can begin and end.
  struct Anchor {
    var places = 0...0
    var height = 0
  }

  init(_ timeline: RunTimeline) {
    let chronology = timeline.chronology
    let axis = TimeAxis(
      timeline.events.map(\.start) + timeline.events.compactMap(\.end)
        + timeline.counters.flatMap { $0.values.map(\.time) + [$0.end].compactMap(\.self) }
        + [timeline.violation?.time].compactMap { $0.map { max($0, .zero) } },
      busy: timeline.events.filter { $0.kind != .wait }.map { $0.start...($0.end ?? $0.start) })
    var places = timeline.lanes.map { _ in [Int]() }
    for place in chronology { places[timeline.events[place].lane].append(place) }
    let points = Self.points(for: places.map { Set($0.map { timeline.events[$0].start }).count })
    let layouts = places.map { LaneLayout(timeline.events, at: $0, on: axis, points: points) }
    var overhang = 8
    for item in layouts.flatMap(\.items) where !item.isBar {
      let width = LaneLayout.width(of: item.name(among: timeline.events))
      overhang = max(overhang, item.start * points / TimeAxis.width + width - points + 4)
    }
    let axisNames = axis.names(points: points, overhang: overhang)
    var anchors = timeline.events.map { _ in Anchor() }
    var lanes: [Lane] = []
    var top = Self.axisHeight * (1 + (axisNames.map(\.row).max() ?? 0))
    var callout: Int?
    let violation = timeline.violation
    let accused = (violation?.event ?? violation?.missing).flatMap { timeline[$0]?.lane }
    if violation != nil, accused == nil {
      callout = top + 4
      top += Self.calloutHeight
    }
    for index in timeline.lanes.indices {
      let events = layouts[index]
      let counters = timeline.counters.indices.filter { timeline.counters[$0].lane == index }
      let calloutHeight = index == accused ? Self.calloutHeight : 0
      let height =
        Self.nameHeight + events.rows * Self.rowHeight + calloutHeight
        + counters.count * Self.counterHeight + 6
      let lane = Lane(
        events: events, calloutHeight: calloutHeight, counters: counters, top: top, height: height)
      if index == accused { callout = lane.top(ofRow: events.rows) + 2 }
      for item in events.items {
        for member in item.members {
          let event = timeline.events[member]
          let start = axis.place(of: event.start)
          anchors[member] = Anchor(
            places: start...max(event.end.map(axis.place) ?? start, start),
            height: lane.top(ofRow: item.row) + Self.rowHeight / 2)
        }
      }
      lanes.append(lane)
      top += height
    }
    self.axis = axis
    self.points = points
    self.axisNames = axisNames
    self.lanes = lanes
    self.anchors = anchors
    self.callout = callout
    self.overhang = overhang
    height = top
  }

  /// How wide a picture is with so many instants in its lanes: wide enough for the fullest, within
  /// bounds.
  private static func points(for instants: [Int]) -> Int {
    min(max(720, (instants.max() ?? 0) * 26), 12_000)
  }
}

extension ChartLayout {
  /// How it is printed: in landscape, on paper so wide that the picture fits; what prints shrinks that
  /// to the paper that there is.
  var printStyle: String {
    let needed = points + overhang + 80
    let width = max(1_122, needed * 3 / 5 + 100)
    let zoom = min(100, (width - 80) * 100 / needed)
    return """
      @page{size:\(width)px \(width * 707 / 1_000)px;margin:30px}
      @media print{.scroll{zoom:\(zoom)%}}

      """
  }
}
