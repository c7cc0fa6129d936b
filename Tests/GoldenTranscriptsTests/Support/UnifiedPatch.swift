/// A unified diff as a program reads it, for lines of plain text.
struct UnifiedPatch {
  private var hunks: [(start: Int, lines: [Substring])] = []

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      if line.hasPrefix("@@ -") {
        let place = line.dropFirst(4).prefix { $0 != " " }.split(separator: ",").compactMap {
          Int($0)
        }
        hunks.append((place[1] == 0 ? place[0] : place[0] - 1, []))
      } else {
        hunks[hunks.count - 1].lines.append(line)
      }
    }
  }

  var changedCount: Int {
    hunks.reduce(0) { $0 + $1.lines.count { !$0.hasPrefix(" ") } }
  }

  /// The new lines, or `nil` if the old ones are not what the patch is for.
  func apply(to old: [String]) -> [String]? {
    var new: [String] = []
    var position = 0
    for hunk in hunks {
      new += old[position..<hunk.start]
      position = hunk.start
      for line in hunk.lines {
        let text = line.dropFirst() + "\n"
        if line.hasPrefix("+") {
          new.append(String(text))
          continue
        }
        guard old[position] == text else { return nil }
        if line.hasPrefix(" ") { new.append(old[position]) }
        position += 1
      }
    }
    return new + old[position...]
  }

  /// How many lines have to change at least: all but the longest common subsequence.
  static func shortest(from old: [String], to new: [String]) -> Int {
    var lengths = Array(repeating: 0, count: new.count + 1)
    for line in old {
      var diagonal = 0
      for index in new.indices {
        let above = lengths[index + 1]
        lengths[index + 1] = line == new[index] ? diagonal + 1 : max(above, lengths[index])
        diagonal = above
      }
    }
    return old.count + new.count - 2 * (lengths.last ?? 0)
  }
}
