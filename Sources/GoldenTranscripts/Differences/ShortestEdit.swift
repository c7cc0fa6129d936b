/// The shortest way to edit one sequence into another (Myers, An O(ND) Difference Algorithm, 1986).
enum ShortestEdit {
  /// The changes, `nil` if more than `limit` elements would have to be removed or added.
  ///
  /// Takes time and memory of at most the sequences' lengths and the limit's square.
  static func changes(from old: [Int], to new: [Int], atMost limit: Int) -> [LineChange]? {
    var history: [[Int]] = []
    // The furthest position in `old` on each diagonal, at the diagonal's number plus the offset.
    let offset = limit + 1
    var furthest = Array(repeating: 0, count: 2 * offset + 1)
    for distance in 0...limit {
      history.append(Array(furthest[(offset - distance)...(offset + distance)]))
      for diagonal in stride(from: -distance, through: distance, by: 2) {
        let isAddition =
          diagonal == -distance
          || (diagonal != distance
            && furthest[offset + diagonal - 1] < furthest[offset + diagonal + 1])
        var position =
          isAddition ? furthest[offset + diagonal + 1] : furthest[offset + diagonal - 1] + 1
        while position < old.count && position - diagonal < new.count
          && old[position] == new[position - diagonal]
        {
          position += 1
        }
        furthest[offset + diagonal] = position
        if position >= old.count && position - diagonal >= new.count {
          return trace(history, from: old.count, new.count)
        }
      }
    }
    return nil
  }

  /// Goes the way back from the ends through the furthest positions before each step.
  private static func trace(_ history: [[Int]], from oldEnd: Int, _ newEnd: Int) -> [LineChange] {
    var changes: [LineChange] = []
    var (old, new) = (oldEnd, newEnd)
    for distance in stride(from: history.count - 1, to: 0, by: -1) {
      let furthest = history[distance]
      let position: (Int) -> Int = { furthest[$0 + distance] }
      let diagonal = old - new
      let isAddition =
        diagonal == -distance
        || (diagonal != distance && position(diagonal - 1) < position(diagonal + 1))
      let start = isAddition ? position(diagonal + 1) : position(diagonal - 1)
      let before = (old: start, new: start - (isAddition ? diagonal + 1 : diagonal - 1))
      let after = isAddition ? (before.old, before.new + 1) : (before.old + 1, before.new)
      if let last = changes.last, (last.old.lowerBound, last.new.lowerBound) == after {
        changes[changes.count - 1].old = before.old..<last.old.upperBound
        changes[changes.count - 1].new = before.new..<last.new.upperBound
      } else {
        changes.append(LineChange(old: before.old..<after.0, new: before.new..<after.1))
      }
      (old, new) = before
    }
    return changes.reversed()
  }
}
