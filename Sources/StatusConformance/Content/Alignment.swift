/// Which of the items that had to arrive did, found by their content alone.
///
/// Equal items are told apart by their order; so a script has them side by side only, where it does
/// not matter which is which.
struct Alignment<Item: Hashable> {
  /// The place of the first seen item that comes before one that had to come earlier.
  private(set) var misplaced: Int?
  /// The place of the first seen item that had arrived as often as it had to.
  private(set) var repeated: Int?
  /// The place of the first seen item that never had to arrive.
  private(set) var unexpected: Int?
  /// How many seen items never had to arrive.
  private var unexpectedCount = 0
  /// For each expected item, the place at which it was seen.
  private(set) var places: [Int?]

  /// Finds each seen item among the expected ones.
  init(expected: [Item], seen: [Item]) {
    var indices: [Item: ArraySlice<Int>] = [:]
    for (index, item) in expected.enumerated() { indices[item, default: []].append(index) }
    places = Array(repeating: nil, count: expected.count)
    var last = -1
    for (place, item) in seen.enumerated() {
      guard let index = indices[item]?.popFirst() else {
        if indices[item] == nil {
          unexpected = unexpected ?? place
          unexpectedCount += 1
        } else {
          repeated = repeated ?? place
        }
        continue
      }
      places[index] = place
      if index < last { misplaced = misplaced ?? place }
      last = max(last, index)
    }
  }

  /// The index of the first expected item that was not seen.
  var missing: Int? { places.firstIndex { $0 == nil } }

  /// The index of the first expected item that was lost.
  ///
  /// Where something unexpected was seen for each item that is missing, they were rewritten.
  var lost: Int? {
    places.count { $0 == nil } > unexpectedCount ? missing : nil
  }

  /// The index of the first expected item that was not seen although a later one was.
  var hole: Int? {
    guard let missing, places[missing...].contains(where: { $0 != nil }) else { return nil }
    return missing
  }
}
