extension RunTimeline {
  /// Writes every event once as text, by time; what an arrow leads to is a link to where it begins.
  func writeTable(_ layout: ChartLayout, to page: inout PageWriter) {
    page.write(
      """
      <section id="table"><h2>What happened</h2><table><thead><tr><th scope="col">When</th>\
      <th scope="col">Who</th><th scope="col">What</th></tr></thead>
      <tbody>

      """)
    var origins: [[Int]] = events.map { _ in [] }
    for arrow in arrows { origins[arrow.destination.index].append(arrow.origin.index) }
    let targets = targets(in: layout)
    let names = lanes.map(\.name.escaped)
    for place in chronology {
      let event = events[place]
      let isFramed = [violation?.event?.index, violation?.missing?.index].contains(place)
      let frame = isFramed ? " class=\"wrong\"" : ""
      let id = targets.contains(place) ? " id=\"\(place)\"" : ""
      page.write("<tr\(id)\(frame)><td>\(time(of: event))</td>")
      page.write("<td>\(names[event.lane])</td><td class=\"\(event.kind.rawValue)\">")
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
    page.write("</tbody></table></section>\n")
    writeCounterTables(to: &page)
  }

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
