import Testing

extension Test.ID {
  /// A regular expression for `swift test --filter` that selects the test, for use within single
  /// quotes.
  var filter: String {
    let path = [moduleName + nameComponents.prefix(1).map { ".\($0)" }.joined()]
    let text = (path + nameComponents.dropFirst()).joined(separator: "/")
    return text.map { character in
      // A quote would end the argument.
      switch character {
      case "'": "."
      case ".", "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "^", "$", "\\":
        "\\\(character)"
      default: String(character)
      }
    }.joined()
  }
}
