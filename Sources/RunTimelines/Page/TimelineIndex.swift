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
        page.element("a", "href=\"\(entry.page.reference)\"", entry.name)
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
