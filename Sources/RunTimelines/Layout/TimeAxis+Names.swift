extension TimeAxis {
  /// A time that is written above the lanes, or how long a stretch is that is drawn short.
  struct Name: Sendable {
    let text: String
    let place: Int
    /// Whether it stands before its place, since there is no room behind it.
    let isLast: Bool
    /// How many rows of names are above it.
    let row: Int
  }

  /// What is written above the lanes, so that nothing stands where something else does: every fold, in a
  /// second row if the first has no room, and as many times as there is room for.
  ///
  /// - Parameters:
  ///   - points: how wide the picture is, and `overhang` how much room there is behind it, in points.
  func names(points: Int, overhang: Int) -> [Name] {
    let unit = Self.width / points
    var taken: [[Range<Int>]] = [[], []]
    var names: [Name] = []
    func add(_ text: String, at time: Duration, rows: Range<Int>) {
      let place = place(of: time)
      let width = (text.count * 8 + 12) * unit
      let isLast = place + width > Self.width + overhang * unit
      let range = isLast ? place - width..<place : place..<place + width
      guard let row = rows.first(where: { !taken[$0].contains(where: range.overlaps) }) else {
        return
      }
      taken[row].append(range)
      names.append(Name(text: text, place: place, isLast: isLast, row: row))
    }
    for fold in folds { add("⋯" + (fold.end - fold.start).text, at: fold.start, rows: 0..<2) }
    for time in marks(about: points / 90) { add(time.text, at: time, rows: 0..<1) }
    return names
  }
}
