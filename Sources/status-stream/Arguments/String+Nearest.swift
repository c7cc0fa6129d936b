extension String {
  /// The known name that this one was probably meant to be; `nil` if none is near.
  ///
  /// A name of which this is the beginning counts as near, and so does one that a few slips away:
  /// one per three characters, at least one.
  func nearest(among names: [String]) -> String? {
    let limit = Swift.max(1, unicodeScalars.count / 3)
    let ranked = names.map { (name: $0, distance: editDistance(to: $0)) }
    let nearest = ranked.filter { $0.distance <= limit }.min { $0.distance < $1.distance }
    return nearest?.name
      ?? names.first { unicodeScalars.count > 3 && $0.utf8.starts(with: utf8) }
  }

  /// The number of letters to insert, delete or replace, or neighbours to swap, to get the other
  /// text (the "optimal string alignment" distance).
  private func editDistance(to other: String) -> Int {
    let source = Array(unicodeScalars)
    let target = Array(other.unicodeScalars)
    var beforePrevious: [Int] = []
    var previous = Array(0...target.count)
    for (row, letter) in source.enumerated() {
      var current = [row + 1]
      for (column, otherLetter) in target.enumerated() {
        let replacing = previous[column] + (letter == otherLetter ? 0 : 1)
        var distance = Swift.min(replacing, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, letter == target[column - 1], source[row - 1] == otherLetter {
          distance = Swift.min(distance, beforePrevious[column - 1] + 1)
        }
        current.append(distance)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[target.count]
  }
}
