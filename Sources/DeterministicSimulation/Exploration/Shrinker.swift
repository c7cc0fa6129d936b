/// Makes a failing list of choices simpler, for as long as that succeeds and a number of runs
/// allows.
///
/// A list is simpler than another if fewer of its choices are not zero; among equals, if the last
/// of them comes earlier; then, if it is lower at the first difference. Every success is simpler
/// than what was, so there is an end; and what it ends with has been seen to fail.
struct Shrinker {
  /// The simplest failing run's choices so far.
  private(set) var best: [Choice]

  /// The choices of the run in which all are zero.
  private let plain: [Choice]
  private var runsLeft: Int
  /// The lists that did not fail: nearly alike edits lead to many of them again.
  private var passing: Set<[Int]> = []
  /// Runs a list, and returns the choices of the run if it failed in the same way.
  private let attempt: ([Int]) -> [Choice]?

  init(
    _ choices: [Choice], plain: [Choice], runs: Int, attempt: @escaping ([Int]) -> [Choice]?
  ) {
    best = choices
    self.plain = plain
    runsLeft = runs
    self.attempt = attempt
  }

  /// Tries all there is to try.
  mutating func shrink() {
    var before: [Choice]
    repeat {
      before = best
      edit { list, range in for index in range { list[index] = 0 } }
      edit { list, range in list.removeSubrange(range) }
      lower()
      tryEachDeviationAlone()
      moveForward()
    } while best != before && runsLeft > 0
  }

  /// Applies an edit to stretches of the list, long ones first, from the end to the start.
  private mutating func edit(_ change: (inout [Int], Range<Int>) -> Void) {
    var size = Self.length(best)
    while size > 0, runsLeft > 0 {
      var end = Self.length(best)
      while end > 0, runsLeft > 0 {
        let start = max(0, end - size)
        var list = values
        change(&list, start..<min(end, list.count))
        _ = succeeds(list)
        end = min(start, Self.length(best))
      }
      size /= 2
    }
  }

  /// Makes single choices smaller.
  private mutating func lower() {
    for index in best.indices.reversed() where runsLeft > 0 {
      guard index < best.count else { continue }
      for smaller in 1..<max(best[index].value, 1) {
        var list = values
        list[index] = smaller
        if succeeds(list) { break }
      }
    }
  }

  /// Tries every run in which a single choice is not zero, the simplest first.
  private mutating func tryEachDeviationAlone() {
    for index in plain.indices where runsLeft > 0 {
      let zeros = Array(repeating: 0, count: index)
      for value in 1..<plain[index].bound where succeeds(zeros + [value]) { return }
    }
  }

  /// Puts each choice that is not zero at every earlier place, the earliest first.
  private mutating func moveForward() {
    for index in best.indices.reversed() where runsLeft > 0 {
      guard index < best.count, best[index].value > 0 else { continue }
      var list = values
      list[index] = 0
      search: for target in 0..<index where best[target].value == 0 {
        for value in 1..<best[target].bound {
          list[target] = value
          if succeeds(list) { break search }
        }
        list[target] = 0
      }
    }
  }

  private var values: [Int] { best.prefix(Self.length(best)).map(\.value) }

  /// Runs a list, and keeps what it led to if that still fails and is simpler.
  private mutating func succeeds(_ list: [Int]) -> Bool {
    guard runsLeft > 0, Self.isSimpler(list, values) else { return false }
    // Zeros at the end are what is chosen anyway.
    guard passing.insert(Array(list.prefix(Self.length(list)))).inserted else { return false }
    runsLeft -= 1
    guard let choices = attempt(list), Self.isSimpler(choices.map(\.value), values) else {
      return false
    }
    best = choices
    return true
  }

  private static func isSimpler(_ left: [Int], _ right: [Int]) -> Bool {
    let counts = (left.count { $0 != 0 }, right.count { $0 != 0 })
    if counts.0 != counts.1 { return counts.0 < counts.1 }
    let lengths = (length(left), length(right))
    if lengths.0 != lengths.1 { return lengths.0 < lengths.1 }
    return left.prefix(lengths.0).lexicographicallyPrecedes(right.prefix(lengths.1))
  }

  /// The length up to the last choice that is not zero.
  private static func length(_ choices: [Choice]) -> Int {
    choices.lastIndex { $0.value != 0 }.map { $0 + 1 } ?? 0
  }

  private static func length(_ values: [Int]) -> Int {
    values.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
  }
}
