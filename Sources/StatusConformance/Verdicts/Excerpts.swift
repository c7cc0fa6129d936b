/// Parts of long texts for reports.
enum Excerpts {
  /// How many characters of a text are shown at most, but for the marks of what is left out.
  private static var limit: Int { 240 }
  /// How many characters that two texts have in common are shown before they part.
  private static var lead: Int { 60 }

  /// Two texts, of which long ones are shown where they part.
  static func contrasting(_ first: String, _ second: String) -> (String, String) {
    // Short texts are compared at a glance.
    guard max(first.utf8.count, second.utf8.count) > limit else { return (first, second) }
    let (first, second) = (Array(first), Array(second))
    let common = zip(first, second).prefix { $0 == $1 }.count
    let start = common > limit / 2 ? common - lead : 0
    return (excerpt(of: first, from: start), excerpt(of: second, from: start))
  }

  /// A line, or its beginning and its end.
  static func outline(of line: String) -> String {
    guard line.utf8.count > limit else { return line }
    let characters = Array(line)
    guard characters.count > limit else { return line }
    let left = characters.count - limit
    return String(characters.prefix(limit - lead)) + mark(for: left)
      + String(characters.suffix(lead))
  }

  private static func excerpt(of text: [Character], from start: Int) -> String {
    let end = text.count - start > limit ? start + limit : text.count
    return (start > 0 ? mark(for: start) : "") + String(text[min(start, end)..<end])
      + (end < text.count ? mark(for: text.count - end) : "")
  }

  private static func mark(for count: Int) -> String { "[… \(count) characters …]" }
}
