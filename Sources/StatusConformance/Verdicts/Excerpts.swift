/// Parts of long texts for reports.
enum Excerpts {
  /// How many characters of a text are shown at most, but for the marks of what is left out.
  private static var limit: Int { 240 }
  /// How many characters that two texts have in common are shown before they part.
  private static var lead: Int { 60 }

  /// How many equal characters in a row are shown as they are.
  private static var longestRun: Int { 24 }

  /// Two texts, of which long ones are shown where they part.
  static func contrasting(_ first: String, _ second: String) -> (String, String) {
    // Short texts are compared at a glance.
    guard max(first.utf8.count, second.utf8.count) > limit else { return (first, second) }
    let (first, second) = (shorteningRuns(in: first), shorteningRuns(in: second))
    let common = zip(first, second).prefix { $0 == $1 }.count
    let start = common > limit / 2 ? common - lead : 0
    return (excerpt(of: first, from: start), excerpt(of: second, from: start))
  }

  /// A line, or its beginning and its end.
  static func outline(of line: String) -> String {
    guard line.utf8.count > limit else { return line }
    let characters = shorteningRuns(in: line)
    guard characters.count > limit else { return String(characters) }
    let left = characters.count - limit
    return String(characters.prefix(limit - lead)) + mark(for: left)
      + String(characters.suffix(lead))
  }

  /// The places of lines beside which there is none that differs from them in numbers alone.
  static func places(ofUnlike lines: [String]) -> [Int] {
    let kinds = lines.map { line in line.utf8.filter { !(0x30...0x39).contains($0) } }
    return lines.indices.filter { place in
      let isFirst = place == 0 || kinds[place - 1] != kinds[place]
      let isLast = place == lines.count - 1 || kinds[place + 1] != kinds[place]
      return isFirst && isLast
    }
  }

  /// The code point at which two texts part within a quotation, if one of them is not ASCII: what
  /// differs there may look the same.
  static func codePointsApart(_ first: String, _ second: String) -> (String, String)? {
    let (first, second) = (first.unicodeScalars, second.unicodeScalars)
    let common = zip(first, second).prefix { $0 == $1 }.count
    let rests = (first.dropFirst(common), second.dropFirst(common))
    guard first.prefix(common).contains("\""), let one = rests.0.first, let other = rests.1.first,
      !one.isASCII || !other.isASCII
    else { return nil }
    return (code(of: one), code(of: other))
  }

  /// A code point as Unicode writes it.
  private static func code(of scalar: Unicode.Scalar) -> String {
    if scalar == "\"" { return "the end of the text" }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }

  /// A text in which of many equal characters in a row a few are left, and their number.
  private static func shorteningRuns(in text: String) -> [Character] {
    var characters: [Character] = []
    var rest = Array(text)[...]
    while let first = rest.first {
      let count = rest.prefix { $0 == first }.count
      if count > longestRun {
        characters += [first, first, first] + Array("[… \(count - 3) more …]")
      } else {
        characters += rest.prefix(count)
      }
      rest = rest.dropFirst(count)
    }
    return characters
  }

  private static func excerpt(of text: [Character], from start: Int) -> String {
    let end = text.count - start > limit ? start + limit : text.count
    return (start > 0 ? mark(for: start) : "") + String(text[min(start, end)..<end])
      + (end < text.count ? mark(for: text.count - end) : "")
  }

  private static func mark(for count: Int) -> String { "[… \(count) characters …]" }
}
