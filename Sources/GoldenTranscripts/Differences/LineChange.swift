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
