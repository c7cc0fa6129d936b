extension RunTimeline {
  /// The run as one file of HTML, for any browser.
  ///
  /// It refers to nothing outside of itself, has no scripts, is light or dark as its reader prefers,
  /// and can be printed. First comes what is wrong, then the picture, and at last a table that says
  /// the same. Long times in which nothing happens are folded.
  public func html() -> String {
    let layout = ChartLayout(self)
    var page = PageWriter()
    page.begin(title, style: layout.printStyle)
    if !summary.isEmpty { page.element("p", "", summary) }
    page.write("<p class=\"skip\"><a href=\"#table\">To the table</a></p></header>\n<main>\n")
    writeViolation(to: &page)
    writeLegend(to: &page)
    var table = PageWriter()
    writeTable(layout, to: &table)
    let most = 150_000 * max(events.count { !$0.text.isEmpty }, 200) / 200
    writeChart(layout, upTo: most - table.text.utf8.count, to: &page)
    page.write(table.text)
    page.write("</main></body></html>\n")
    return page.text
  }

  /// The picture alone as an image, for a page that shows no HTML: light or dark as its reader prefers.
  ///
  /// It holds HTML, which browsers draw in an image and other programs may not.
  ///
  /// - Parameter width: how wide it is, in points; at least 760.
  public func svg(width: Int = 960) -> String {
    let layout = ChartLayout(self)
    let width = max(width, 760, min(layout.points + 40, 4_000))
    var picture = PageWriter()
    writeChart(layout, upTo: .max, to: &picture)
    var page = PageWriter()
    page.write(
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(layout.height + 116)">\
      <title>\(title.escaped)</title><foreignObject width="100%" height="100%">\
      <div xmlns="http://www.w3.org/1999/xhtml" class="image"><style>\(Stylesheet.text)</style>

      """)
    page.element("h1", "", title)
    writeLegend(to: &page)
    // What is drawn inside of HTML is in a name space of its own only where a parser of HTML reads it.
    page.write(picture.text.replacing("<svg ", with: "<svg xmlns=\"http://www.w3.org/2000/svg\" "))
    page.write("</div></foreignObject></svg>\n")
    return page.text
  }

  private func writeViolation(to page: inout PageWriter) {
    guard let violation else { return }
    page.write("<section class=\"violation\" aria-labelledby=\"wrong\">")
    page.element("h2", "id=\"wrong\"", "✕ " + violation.title)
    page.write("<div class=\"pair\"><div><h3>Expected</h3>")
    page.element("p", "", violation.expected)
    page.write("</div><div><h3>Seen</h3>")
    page.element("p", "", violation.seen)
    page.write("</div></div>")
    if let id = violation.event, let event = self[id] {
      let time = max(violation.time ?? event.start, .zero)
      page.write("<p>")
      page.element("a", "href=\"#\(id.index)\"", "At \(time.text)")
      page.write(": <a href=\"#frame\">framed in the picture</a> below.</p>")
    } else if let time = violation.time {
      page.write(
        "<p>At \(max(time, .zero).text): <a href=\"#frame\">the line</a> in the picture below.</p>")
    }
    if let missing = violation.missing, let lost = self[missing] {
      page.write("<p>Lost: ")
      page.element("a", "href=\"#\(missing.index)\"", "\(lost.name), of \(lost.start.text)")
      page.write(", with a broken frame in the picture below.</p>")
    }
    page.write("</section>\n")
  }

  private func writeLegend(to page: inout PageWriter) {
    let kinds = Event.Kind.allCases.filter { kind in events.contains { $0.kind == kind } }
    guard !kinds.isEmpty else { return }
    page.write("<ul class=\"legend\" aria-label=\"Signs\">")
    for kind in kinds {
      page.write(
        "<li><b class=\"k \(kind.rawValue)\">\(kind.sign)</b> \(kind.rawValue)</li>")
    }
    page.write("</ul>\n")
  }
}

extension RunTimeline.Event.Kind {
  /// The sign that tells the kind where colours don't.
  var sign: String {
    switch self {
    case .work: "▸"
    case .message: "●"
    case .arrival: "◆"
    case .wait: "…"
    case .end: "✓"
    case .failure: "✕"
    case .cancellation: "■"
    case .fault: "▲"
    case .timeout: "◷"
    case .loss: "▽"
    case .note: "○"
    }
  }
}
