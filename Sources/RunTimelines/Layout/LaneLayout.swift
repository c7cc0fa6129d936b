/// Where the events of a lane are in the picture: in rows, so that none covers another.
struct LaneLayout: Sendable {
  /// One thing to see: an event, or several too close to be told apart.
  struct Item: Sendable {
    /// The places of the events in the timeline, by time.
    var members: [Int]
    let start: Int
    var end: Int
    let row: Int
    /// Whether it is drawn as long as it lasts, not as a sign.
    let isBar: Bool
  }

  /// From left to right as they begin.
  private(set) var items: [Item] = []
  /// How many rows there are.
  private(set) var rows = 0

  private static let mostRows = 8

  /// Lays out events.
  ///
  /// - Parameters:
  ///   - places: those of the events in the timeline, by time.
  ///   - points: how wide the picture is at least, in points.
  init(_ events: [RunTimeline.Event], at places: [Int], on axis: TimeAxis, points: Int) {
    let unit = TimeAxis.width / points
    /// The first free place of each row, and its last item.
    var row: [(free: Int, item: Int)] = []
    for place in places {
      let event = events[place]
      let start = axis.place(of: event.start)
      let end = event.end.map(axis.place) ?? start
      let isBar = end - start >= unit * 12
      let right = isBar ? end : start + (Self.width(of: event) + 2) * unit
      if let index = row.firstIndex(where: { $0.free <= start }) {
        row[index] = (right, items.count)
        items.append(Item(members: [place], start: start, end: end, row: index, isBar: isBar))
      } else if row.count < Self.mostRows {
        row.append((right, items.count))
        items.append(
          Item(members: [place], start: start, end: end, row: row.count - 1, isBar: isBar))
      } else {
        // The lowest row is as good as any: what is there, is told.
        let index = row.count - 1
        items[row[index].item].members.append(place)
        items[row[index].item].end = max(items[row[index].item].end, end)
        row[index].free = max(row[index].free, start + unit * 8)
      }
    }
    rows = row.count
  }

  /// How wide a sign is, in points.
  static func width(of event: RunTimeline.Event) -> Int {
    min(event.name.count * 8 + 30, 110)
  }
}
