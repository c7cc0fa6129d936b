extension RunTimeline {
  /// Writes every event once as text, by time; what an arrow leads to is a link to where it begins.
  ///
  /// What happens to one at one time is said of some rows together, which keeps pages small.
  func writeTable(_ layout: ChartLayout, to page: inout PageWriter) {
    let isLong = events.count > Self.rowsOfTable
    page.write(
      "<section id=\"table\"\(isLong ? " class=\"long\"" : "")><h2>What happened</h2>\n")
    var origins: [[Int]] = events.map { _ in [] }
    for arrow in arrows { origins[arrow.destination.index].append(arrow.origin.index) }
    let targets = targets(in: layout)
    let names = lanes.map(\.name.escaped)
    let order = chronology
    let spans = spans(of: order)
    for (index, place) in order.enumerated() {
      let event = events[place]
      let isFramed = [violation?.event?.index, violation?.missing?.index].contains(place)
      let frame = isFramed ? " class=\"wrong\"" : ""
      if index % Self.rowsOfTable == 0 {
        page.write(index == 0 ? Self.tableHead : "</tbody></table></div>\n\(Self.tableHead)")
      }
      let id = targets.contains(place) ? " id=\"\(place)\"" : ""
      page.write("<tr\(id)\(frame)>")
      if let span = spans[index] {
        let rows = span > 1 ? " rowspan=\"\(span)\"" : ""
        page.write("<td\(rows)>\(time(of: event))</td><td\(rows)>\(names[event.lane])</td>")
      }
      page.write("<td class=\"\(event.kind.rawValue)\">")
      if let origin = origins[place].first {
        page.element("a", "href=\"#\(origin)\"", event.whole)
      } else {
        page.element("span", "", event.whole)
      }
      for detail in event.details {
        page.element("i", "", " \(detail.name) \(detail.value)")
      }
      for origin in origins[place].dropFirst() {
        page.element("a", "href=\"#\(origin)\"", " from \(events[origin].start.text)")
      }
      page.write("</td></tr>\n")
    }
    page.write(events.isEmpty ? "</section>\n" : "</tbody></table></div></section>\n")
    writeCounterTables(to: &page)
  }

  /// How many rows, from each that says it, are of one time and lane; `nil` for the others of them.
  private func spans(of order: [Int]) -> [Int?] {
    var spans: [Int?] = []
    var first = 0
    for (index, place) in order.enumerated() {
      let (event, start) = (events[place], events[order[first]])
      let isSame =
        event.lane == start.lane && event.start == start.start && event.end == start.end
      if index > first, isSame, index - first < Self.mostRowsTogether, index % Self.rowsOfTable > 0
      {
        spans.append(nil)
        spans[first] = index - first + 1
      } else {
        first = index
        spans.append(1)
      }
    }
    return spans
  }

  /// How many rows a table has: a browser lays out those alone that are in sight.
  private static var rowsOfTable: Int { 250 }

  private static let tableHead = """
    <div class="rows"><table><thead><tr><th scope="col">When</th><th scope="col">Who</th>\
    <th scope="col">What</th></tr></thead><tbody>

    """

  /// More would be out of sight of what is said of them.
  private static var mostRowsTogether: Int { 16 }

  /// The events whose rows something refers to.
  private func targets(in layout: ChartLayout) -> Set<Int> {
    Set(layout.lanes.flatMap { $0.events.items.map { $0.members[0] } })
      .union(arrows.map(\.origin.index))
      .union([violation?.event?.index, violation?.missing?.index].compactMap(\.self))
  }

  private func writeCounterTables(to page: inout PageWriter) {
    guard !counters.isEmpty else { return }
    page.write("<details><summary>Counters</summary>")
    for counter in counters {
      page.write("<table><caption>")
      page.element("bdi", "", "\(lanes[counter.lane].name): \(counter.name)")
      page.write("</caption><tbody>")
      for value in counter.values {
        page.write("<tr><td>\(value.time.text)</td><td>\(value.count)</td></tr>")
      }
      page.write("</tbody></table>\n")
    }
    page.write("</details>\n")
  }

  /// When an event happened, and how long it took.
  func time(of event: Event) -> String {
    guard let end = event.end else { return event.start.text }
    return "\(event.start.text), for \((end - event.start).text)"
  }
}

extension RunTimeline.Event {
  /// Its name, and what there is to say.
  var whole: String { text.isEmpty ? name : name.isEmpty ? text : "\(name): \(text)" }
}
