/// Writes elements of a page, so that it is well-formed as XML is.
struct PageWriter {
  private(set) var text = ""

  /// Adds what is markup already.
  mutating func write(_ markup: String) { text += markup }

  /// Adds what every page begins with, up to its name; the header is left open.
  ///
  /// - Parameter style: what is particular to the page's looks.
  mutating func begin(_ title: String, style: String = "") {
    let name = title.escaped
    write(
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"/>\
      <meta name="viewport" content="width=device-width, initial-scale=1"/>\
      <title>\(name)</title><style>\(Stylesheet.text)\(style)</style></head><body>
      <header><h1>\(name)</h1>
      """)
  }

  /// Adds an element with its content, which is text.
  mutating func element(_ name: String, _ attributes: String = "", _ content: String) {
    text += "<\(name)\(attributes.isEmpty ? "" : " " + attributes)>\(content.escaped)</\(name)>"
  }

  /// A place as a share of the width.
  static func percent(_ place: Int) -> String {
    let (whole, rest) = place.quotientAndRemainder(dividingBy: TimeAxis.width / 100)
    guard rest != 0 else { return "\(whole)%" }
    var digits = "\(1_000 + rest)".dropFirst()
    while digits.last == "0" { digits = digits.dropLast() }
    return "\(whole).\(digits)%"
  }
}
