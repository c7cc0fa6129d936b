import Testing

extension Issue {
  /// Whether the issue's text has another within it, byte by byte.
  func says(_ text: String) -> Bool {
    comments.contains { Array($0.rawValue.utf8).contains(Array(text.utf8)) }
  }
}
