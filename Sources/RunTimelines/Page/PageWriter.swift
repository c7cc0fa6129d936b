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

/// A page that lists the pictures of several runs, by the rule that they break.
public struct TimelineIndex: Sendable, Hashable {
  /// One run.
  private struct Entry: Sendable, Hashable {
    let rule: String
    let name: String
    let summary: String
    let page: String
    let trace: String
  }

  private let title: String
  private var entries: [Entry] = []

  /// Begins a list.
  public init(title: String) {
    self.title = title
  }

  /// Adds a run to those of its rule, which come in the order in which they were first named.
  ///
  /// - Parameters:
  ///   - rule: what the run breaks.
  ///   - name: what broke it.
  ///   - summary: what was seen, in a sentence.
  ///   - page: the name of the file with the picture, beside this one.
  ///   - trace: the name of the file with the trace.
  public mutating func add(
    rule: String, name: String, summary: String, page: String, trace: String
  ) {
    entries.append(Entry(rule: rule, name: name, summary: summary, page: page, trace: trace))
  }

  /// The page.
  public func html() -> String {
    var page = PageWriter()
    page.begin(title)
    page.element("p", "", entries.isEmpty ? "No rule is broken." : "\(entries.count) in all")
    page.write("</header>\n<main>\n")
    var rules: [String] = []
    for entry in entries where !rules.contains(entry.rule) { rules.append(entry.rule) }
    for rule in rules {
      page.write("<section>")
      page.element("h2", "", rule)
      page.write("<ul>")
      for entry in entries where entry.rule == rule {
        page.write("<li>")
        page.element("a", "href=\"\(entry.page.reference)#frame\"", entry.name)
        page.write(" (")
        page.element("a", "href=\"\(entry.trace.reference)\"", "trace")
        page.write(")")
        page.element("p", "", entry.summary)
        page.write("</li>")
      }
      page.write("</ul></section>\n")
    }
    page.write("</main></body></html>\n")
    return page.text
  }
}

extension String {
  /// A relative reference to a file of this name: what has a meaning in one is given by its number.
  fileprivate var reference: String {
    var text = "./"
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default: text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return text
  }
}
