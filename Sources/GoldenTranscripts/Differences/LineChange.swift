/// Lines of one version that stand in the place of lines of another, by their indices from 0 on.
struct LineChange: Hashable {
  var old: Range<Int>
  var new: Range<Int>

  /// The changes between two versions, in order.
  ///
  /// The lines around the first and the last change are put aside first. What is left between them
  /// is compared line by line as long as few lines differ, and else counts as one change: a person
  /// would not read more, and the time stays linear.
  static func all(from old: LineTable, to new: LineTable) -> [LineChange] {
    var start = 0
    while start < old.count && start < new.count && old[start] == new[start] { start += 1 }
    var (oldEnd, newEnd) = (old.count, new.count)
    while oldEnd > start && newEnd > start && old[oldEnd - 1] == new[newEnd - 1] {
      oldEnd -= 1
      newEnd -= 1
    }
    if start == oldEnd && start == newEnd { return [] }

    var numbers: [ArraySlice<UInt8>: Int] = [:]
    func number(_ line: ArraySlice<UInt8>) -> Int {
      if let number = numbers[line] { return number }
      numbers[line] = numbers.count
      return numbers.count - 1
    }
    let oldNumbers = (start..<oldEnd).map { number(old[$0]) }
    let newNumbers = (start..<newEnd).map { number(new[$0]) }
    let changes =
      ShortestEdit.changes(from: oldNumbers, to: newNumbers, atMost: 200)
      ?? [LineChange(old: 0..<oldNumbers.count, new: 0..<newNumbers.count)]
    return changes.map { $0.moved(by: start) }
  }

  private func moved(by distance: Int) -> LineChange {
    LineChange(
      old: old.lowerBound + distance..<old.upperBound + distance,
      new: new.lowerBound + distance..<new.upperBound + distance)
  }
}

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
