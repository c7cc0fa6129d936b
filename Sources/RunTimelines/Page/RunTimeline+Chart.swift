extension RunTimeline {
  /// Writes the picture: what can be pointed at are links to the rows of the table.
  ///
  /// What is shown of an event that is pointed at is all of it, unless the page became too large.
  ///
  /// - Parameter most: how large, in bytes.
  func writeChart(_ layout: ChartLayout, upTo most: Int, to page: inout PageWriter) {
    page.write(
      """
      <section class="scroll" aria-label="Picture"><div class="chart" \
      style="--o:\(layout.overhang)px;min-width:\(layout.points)px;height:\(layout.height)px">

      """)
    writeAxis(layout, to: &page)
    writeArrows(layout, to: &page)
    writeCallout(layout, to: &page)
    let whole = layout.lanes.flatMap { $0.events.items.map(tip) }
    // What else is written of a sign, and of a counter.
    let rest = 200 * whole.count + 700 * counters.count
    var tips = Self.shortened(whole, to: most - page.text.utf8.count - rest)[...]
    for (index, lane) in layout.lanes.enumerated() {
      page.write("<div class=\"lane\" style=\"top:\(lane.top)px;height:\(lane.height)px\">")
      page.element("h3", "", lanes[index].name)
      page.write("</div>\n")
      for item in lane.events.items {
        writeItem(item, saying: tips.removeFirst(), in: lane, to: &page)
      }
      for (place, counter) in lane.counters.enumerated() {
        writeCounter(counters[counter], at: lane.top(ofCounter: place), layout, to: &page)
      }
    }
    page.write("</div></section>\n")
  }

  private func writeAxis(_ layout: ChartLayout, to page: inout PageWriter) {
    for fold in layout.axis.folds {
      let (start, end) = (fold.places.lowerBound, fold.places.upperBound)
      page.write(
        """
        <div class="fold" style="left:\(PageWriter.percent(start));\
        width:\(PageWriter.percent(end - start))" \
        title="\((fold.end - fold.start).text), not to scale"></div>

        """)
    }
    for name in layout.axisNames {
      let classes = [name.isLast ? "last" : "", name.row > 0 ? "low" : ""].filter { $0 != "" }
      let attribute = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
      page.write(
        "<span class=\"mark\" style=\"left:\(PageWriter.percent(name.place))\"><i\(attribute)>"
          + "\(name.text)</i></span>")
    }
    page.write("\n")
    if let time = violation?.time ?? violation?.event.flatMap({ self[$0] })?.start {
      let place = layout.axis.place(of: max(time, .zero))
      page.write(
        "<div class=\"frame\" id=\"frame\" style=\"left:\(PageWriter.percent(place))\"></div>\n")
    }
  }

  private func writeArrows(_ layout: ChartLayout, to page: inout PageWriter) {
    guard !arrows.isEmpty else { return }
    page.write(
      """
      <svg class="arrows" width="100%" height="\(layout.height)" aria-hidden="true"><defs>\
      <marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" \
      orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
      """)
    var drawn: Set<[Int]> = []
    for arrow in arrows {
      let (from, to) = (
        layout.anchors[arrow.origin.index], layout.anchors[arrow.destination.index]
      )
      let start = from.places.lowerBound
      // What had begun before, and goes on, is met on its way.
      let end = min(max(start, to.places.lowerBound), to.places.upperBound)
      // Of arrows between the same two signs one is enough.
      guard drawn.insert([start, from.height, end, to.height]).inserted else { continue }
      page.write(
        """
        <line x1="\(PageWriter.percent(start))" y1="\(from.height)" \
        x2="\(PageWriter.percent(end))" y2="\(to.height)"/>
        """)
    }
    page.write("</svg>\n")
  }

  /// Writes what was expected and seen beside what is wrong; the whole of it is above the picture.
  private func writeCallout(_ layout: ChartLayout, to page: inout PageWriter) {
    guard let violation, let top = layout.callout else { return }
    let event = [violation.event, violation.missing].lazy.compactMap(\.self).compactMap { self[$0] }
    let time = event.first?.start ?? violation.time ?? .zero
    let place = PageWriter.percent(layout.axis.place(of: max(time, .zero)))
    page.write(
      """
      <div class="callout" aria-hidden="true" style="top:\(top)px;\
      left:min(\(place),100% + var(--o) - \(ChartLayout.calloutWidth)px)">\
      <i data-n="expected \(violation.expected.shortened(to: 200).escaped)"></i>\
      <i data-n="seen \(violation.seen.shortened(to: 200).escaped)"></i></div>

      """)
  }

  private func writeItem(
    _ item: LaneLayout.Item, saying tip: String, in lane: ChartLayout.Lane,
    to page: inout PageWriter
  ) {
    let first = item.members[0]
    let isFramed = item.members.contains { violation?.event?.index == $0 }
    let isLost = item.members.contains { violation?.missing?.index == $0 }
    let frame = isFramed ? " wrong" : isLost ? " lost" : ""
    let top = lane.top(ofRow: item.row)
    let name = item.name(among: events)
    let kind = item.kind(among: events)
    let width =
      item.isBar
      ? PageWriter.percent(item.end - item.start) : "\(LaneLayout.width(of: name))px"
    let isCrowd = item.isBar && item.members.count > 1
    let style =
      "left:\(PageWriter.percent(item.start));width:"
      + (isCrowd ? "max(\(width),\(LaneLayout.width(of: name))px)" : width)
    page.write(
      """
      <a class="\(item.isBar ? "bar" : "sign") \(kind.rawValue)\(frame)" \
      href="#\(first)" aria-labelledby="\(first)" style="top:\(top)px;\(style)" \
      data-n="\(kind.sign) \(name.escaped)" data-t="\(tip.escaped)"></a>

      """)
  }

  /// What is shown of an item when it is pointed at: all of its event; of many, how many there are of
  /// each kind, and the first of them.
  private func tip(of item: LaneLayout.Item) -> String {
    let texts = item.members.prefix(8).map { member in
      let event = events[member]
      let details = event.details.map { " · \($0.name) \($0.value)" }.joined()
      return "\(time(of: event)) · \(event.whole)\(details)"
    }
    guard item.members.count > texts.count else { return texts.joined(separator: " ⁄ ") }
    let counts = Event.Kind.allCases.map { kind in
      (kind, item.members.count { events[$0].kind == kind })
    }.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.sign) \($0.0.rawValue)" }
    return ([counts.joined(separator: ", ")] + texts).joined(separator: " ⁄ ")
      + " ⁄ \(item.members.count - texts.count) more in the table"
  }

  /// Cuts texts so that they have room together: as few of them as can be, and none of them short.
  ///
  /// - Parameter room: in bytes, as they are written.
  private static func shortened(_ texts: [String], to room: Int) -> [String] {
    let lengths = texts.map(\.escaped.utf8.count)
    var rest = room
    var limit = Int.max
    for (index, length) in lengths.sorted().enumerated() {
      limit = max(rest / (lengths.count - index), 160)
      if length > limit { break }
      rest -= length
    }
    return zip(texts, lengths).map { text, length in
      length > limit ? text.shortened(to: max(limit * text.count / length, 40)) : text
    }
  }

  private func writeCounter(
    _ counter: Counter, at top: Int, _ layout: ChartLayout, to page: inout PageWriter
  ) {
    let most = max(counter.values.map(\.count).max() ?? 0, 1)
    let last = counter.values.last?.count ?? 0
    let room = ChartLayout.counterHeight - 16
    func height(_ count: Int) -> Int {
      room - Int(Int128(max(count, 0)) * Int128(room - 2) / Int128(most))
    }
    var path = "M0 \(room)"
    var level = room
    for value in counter.values {
      let next = height(value.count)
      let place = layout.axis.place(of: value.time)
      guard next != level else { continue }
      path += "H\(place)V\(next)"
      level = next
    }
    path += "H\(counter.end.map(layout.axis.place) ?? TimeAxis.width)V\(room)z"
    page.write(
      """
      <div class="counter" role="img" \
      aria-label="\(counter.name.escaped): at most \(most), in the end \(last)" \
      style="top:\(top)px"><i>\(counter.name.escaped), at most \(most)</i>\
      <svg viewBox="0 0 \(TimeAxis.width) \(room)" preserveAspectRatio="none" height="\(room)">\
      <path d="\(path)"/></svg></div>

      """)
  }
}
