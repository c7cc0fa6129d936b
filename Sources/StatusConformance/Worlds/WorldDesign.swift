import DeterministicSimulation

/// Which worlds the runs of a verification get, one after the other.
///
/// The first ones have one situation each, of few each several times, then come those in which every
/// pair occurs that can occur together (a covering array of strength 2), then drawn ones. Which world a
/// run gets follows from its number alone. Lengths are small but for one world in four, which takes the next of the larger
/// ones, from the smallest and the largest on by turns; the largest of all come once in a thousand
/// worlds and more seldom. What takes long has a world of its own, and is one of few later.
struct WorldDesign<Kind: WorldSituation>: Sendable {
  /// What can happen, in the order in which it is drawn.
  let situations: [Kind]
  /// The numbers of updates that there can be, of which the first is the plainest.
  let lengths: [Int]
  /// The sizes that are met exactly within the usual runs, by what they are called.
  let boundaries: [String]

  /// The worlds in which pairs occur together.
  private let pairs: [[Bool]]
  private let usualLengths: [Int]
  private let largerLengths: [Int]
  private let hugeLengths: [Int]

  /// - Parameters:
  ///   - situations: what can happen to what is verified, as far as it says.
  ///   - sizes: what it says of numbers of updates, a capacity say; they are met exactly, and missed
  ///     by one.
  ///   - limit: the most updates that a world may have.
  ///   - isAscending: whether the larger lengths are taken from the smallest on: so few worlds meet what
  ///     they have to.
  ///   - boundaries: the sizes that are met exactly within the usual runs, by their names.
  init(
    _ situations: [Kind], meeting sizes: [Int] = [], upTo limit: Int = .max,
    isAscending: Bool = false, boundaries: [String] = []
  ) {
    self.situations = situations
    self.boundaries = boundaries
    pairs = Self.pairs(of: situations)
    // A capacity of thousands is for runs that are longer than most.
    let declared = sizes.filter { (1...1_000).contains($0) }
      .flatMap { [$0 - 1, $0, $0 + 1, 2 * $0] }
    let small = [3, 2, 1, 0, 4, 5, 6, 7, 8, 9, 10, 11]
    let large =
      [12, 15, 16, 17, 20, 31, 32, 33, 50, 63, 64, 65, 99, 100, 101, 127, 128, 129]
      + [200, 255, 256, 257, 500, 512, 999, 1_000, 1_001]
    let huge = [4_095, 4_096, 4_097, 10_000, 65_535, 65_536, 65_537]
    var lengths: [Int] = []
    for length in small + (large + declared).sorted() + huge
    where length <= limit && !lengths.contains(length) { lengths.append(length) }
    self.lengths = lengths
    let places = Array(lengths.indices)
    usualLengths = places.filter { small.contains(lengths[$0]) }
    hugeLengths = places.filter { huge.contains(lengths[$0]) }
    let larger = places.filter { !small.contains(lengths[$0]) && !huge.contains(lengths[$0]) }
    largerLengths = isAscending ? larger : Self.alternating(larger, after: situations.count / 4)
  }

  /// How many worlds have one situation each: of few situations each has several, of other draws.
  private var singles: Int { situations.count * (situations.count < 16 ? 6 : 1) }

  /// In one world of how many that happens which takes long.
  private static var rarity: Int { 64 }

  /// The first few of some places, and then one from the end and one from the beginning by turns.
  private static func alternating(_ places: [Int], after count: Int) -> [Int] {
    var rest = places.dropFirst(count)
    var order = Array(places.prefix(count))
    while let last = rest.popLast() {
      order.append(last)
      if let first = rest.popFirst() { order.append(first) }
    }
    return order
  }

  /// What is settled of a world before anything is drawn: a number for each situation, and one for
  /// the length.
  func choices(ofWorld number: Int) -> [Int] {
    var numbers = SeededNumbers(seed: UInt64(number))
    var row: [Bool]
    if number < singles {
      row = situations.indices.map { $0 == number % situations.count }
    } else if number < singles + pairs.count {
      row = pairs[number - singles]
    } else {
      // Of few situations more happen together, in every second world.
      let isDense = situations.count < 16 && number % 2 == 0
      let rarity = 2 + numbers.next(below: isDense ? 3 : 7)
      row = situations.map { situation in
        numbers.next(below: Kind.seldom.contains(situation) ? Self.rarity : rarity) == 0
      }
    }
    var length = length(ofWorld: number, &numbers)
    // What has one world of its own is to happen in it.
    if number < singles, Kind.seldom.contains(situations[number % situations.count]) { length = 0 }
    if number >= singles, (200...1_001).contains(lengths[length]) {
      for place in row.indices where Kind.strains.contains(situations[place]) {
        row[place] = row[place] || numbers.next(below: 2) == 0
      }
    }
    return row.map { $0 ? 1 : 0 } + [length]
  }

  private func length(ofWorld number: Int, _ numbers: inout SeededNumbers) -> Int {
    let (round, place) = number.quotientAndRemainder(dividingBy: 1_000)
    if place == 999, !hugeLengths.isEmpty {
      // The first four are a small part of the cost of the last three.
      let isLargest = round % 10 == 9
      let choice = isLargest ? round / 10 % 3 + 4 : round % 4
      return hugeLengths[min(choice, hugeLengths.count - 1)]
    }
    if number % 4 == 3, !largerLengths.isEmpty {
      return largerLengths[number / 4 % largerLengths.count]
    }
    return usualLengths[numbers.next(below: usualLengths.count)]
  }

  /// Worlds with one of some situations or two, from few updates to many: the cheapest ones first.
  ///
  /// - Parameters:
  ///   - places: the places of the situations.
  ///   - length: the place of the most updates.
  func smallWorlds(of places: [Int], upTo length: Int) -> [(situations: [Int], length: Int)] {
    let singles = places.map { [$0] }
    let pairs =
      places.count < 3
      ? [] : places.flatMap { place in places.filter { $0 < place }.map { [$0, place] } }
    let ladder = [3, 8, 16, 32, 64, 128, 256].filter { $0 < lengths[length] }
      .compactMap(lengths.firstIndex)
    return (ladder + [length]).flatMap { place in
      (singles + (lengths[place] > 16 ? [] : pairs)).map { ($0, place) }
    }
  }

  /// Rows that are drawn until every pair that can occur together has occurred in one.
  private static func pairs(of situations: [Kind]) -> [[Bool]] {
    let conflicts = Kind.conflicts
    let rivals = situations.map { situation in
      conflicts.reduce(into: UInt64(0)) { mask, conflict in
        let rival =
          situation == conflict.first
          ? conflict.second : situation == conflict.second ? conflict.first : nil
        if let place = rival.flatMap(situations.firstIndex) { mask |= 1 << UInt64(place) }
      }
    }
    // One bit for each situation: this is done for every rule that is verified.
    precondition(situations.count <= 64)
    var missing: [UInt64] = []
    let common = situations.indices.filter { !Kind.seldom.contains(situations[$0]) }
    for place in common {
      for other in common where other < place && rivals[place] & 1 << UInt64(other) == 0 {
        missing.append(1 << UInt64(other) | 1 << UInt64(place))
      }
    }
    var numbers = SeededNumbers(seed: 0)
    var rows: [UInt64] = []
    while !missing.isEmpty {
      var best: (row: UInt64, gain: Int) = (0, 0)
      for _ in 0..<8 {
        let row = row(of: common, amongst: rivals, &numbers)
        var gain = 0
        for pair in missing where row & pair == pair { gain += 1 }
        if gain >= best.gain { best = (row, gain) }
      }
      guard best.gain > 0 else { continue }
      missing.removeAll { best.row & $0 == $0 }
      rows.append(best.row)
    }
    return rows.map { row in situations.indices.map { row & 1 << UInt64($0) != 0 } }
  }

  /// A row with about a third of the situations, none that exclude each other.
  ///
  /// - Parameters:
  ///   - places: those of which it has some.
  ///   - rivals: for each situation those that it excludes.
  private static func row(
    of places: [Int], amongst rivals: [UInt64], _ numbers: inout SeededNumbers
  ) -> UInt64 {
    var row: UInt64 = 0
    var order = places
    for place in order.indices.reversed() {
      order.swapAt(place, numbers.next(below: place + 1))
    }
    for place in order.prefix((places.count + 2) / 3) where row & rivals[place] == 0 {
      row |= 1 << UInt64(place)
    }
    return row
  }
}
