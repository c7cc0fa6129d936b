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

    /// What it is called, where there is little room.
    func name(among events: [RunTimeline.Event]) -> String {
      members.count > 1 ? "×\(members.count)" : events[members[0]].name
    }

    /// What kind of thing it is: of several, the kind that must not be overlooked.
    func kind(among events: [RunTimeline.Event]) -> RunTimeline.Event.Kind {
      let kinds = Set(members.map { events[$0].kind })
      return RunTimeline.Event.Kind.conspicuous.first(where: kinds.contains)
        ?? events[members[0]].kind
    }
  }

  /// From left to right as they begin.
  private(set) var items: [Item] = []
  /// How many rows there are.
  private(set) var rows = 0

  private static let mostRows = 8
  /// What the number of many events takes, in points.
  private static let widthOfMany = 86

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
      let free = row.firstIndex { $0.free <= start }
      guard let index = free ?? (row.count < Self.mostRows ? row.count : nil) else {
        // The lowest row is as good as any: what is there, is told.
        let index = row.count - 1
        items[row[index].item].members.append(place)
        items[row[index].item].end = max(items[row[index].item].end, end)
        row[index].free = max(row[index].free, start + unit * 8, end)
        continue
      }
      var right = isBar ? end : start + (Self.width(of: event.name) + 2) * unit
      // What finds no row joins what is in the last one.
      if index == Self.mostRows - 1 { right = max(right, start + Self.widthOfMany * unit) }
      if index == row.count { row.append((0, 0)) }
      row[index] = (right, items.count)
      items.append(Item(members: [place], start: start, end: end, row: index, isBar: isBar))
    }
    rows = row.count
  }

  /// How wide a sign is, in points.
  static func width(of name: String) -> Int {
    min(name.count * 8 + 30, 110)
  }
}

extension RunTimeline.Event.Kind {
  /// What must not be overlooked among others, the worst first.
  static let conspicuous: [Self] = [.failure, .timeout, .fault, .loss, .cancellation, .end]
}
