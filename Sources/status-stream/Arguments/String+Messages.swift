extension String {
  /// The text as it stands in a message: in quotes, on one line, cut where it gets too long.
  ///
  /// What a user typed may hold escape sequences, which an error message must not replay.
  var quoted: String {
    let limit = 80
    let scalars = unicodeScalars.prefix(limit)
    let isCut = unicodeScalars.count > limit
    return "'\(String(String.UnicodeScalarView(scalars)).shownOnOneLine)\(isCut ? "…" : "")'"
  }

  /// The text with control characters and line separators written as escapes.
  var shownOnOneLine: String {
    unicodeScalars.reduce(into: "") { line, scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator:
        line += "\\u{\(String(scalar.value, radix: 16))}"
      default: line.unicodeScalars.append(scalar)
      }
    }
  }
}

extension [(name: String, meaning: String)] {
  /// A line for each name and what it means, indented, which goes on below itself where it is wider
  /// than a number of columns.
  func listed(columns: Int?) -> String {
    let margin = (map(\.name.count).max() ?? 0) + 5
    let indentation = String(repeating: " ", count: margin)
    return map { name, meaning in
      var lines = [""]
      for word in meaning.split(separator: " ") {
        let line = lines[lines.count - 1]
        // A word that is wider than all the room there is gets a line of its own.
        if let columns, !line.isEmpty, margin + line.count + 1 + word.count > columns {
          lines.append(String(word))
        } else {
          lines[lines.count - 1] += line.isEmpty ? "\(word)" : " \(word)"
        }
      }
      let head = "  \(name)" + indentation.dropFirst(name.count + 2)
      return "\(head)\(lines.joined(separator: "\n\(indentation)"))\n"
    }.joined()
  }
}

extension [String] {
  /// The texts as a choice: `a`, `a or b`, `a, b or c`.
  var alternatives: String {
    guard let last, count > 1 else { return first ?? "" }
    return "\(dropLast().joined(separator: ", ")) or \(last)"
  }
}

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
