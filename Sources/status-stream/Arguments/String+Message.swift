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

extension [String] {
  /// The texts as a choice: `a`, `a or b`, `a, b or c`.
  var alternatives: String {
    guard let last, count > 1 else { return first ?? "" }
    return "\(dropLast().joined(separator: ", ")) or \(last)"
  }
}
