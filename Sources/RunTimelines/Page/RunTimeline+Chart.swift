extension RunTimeline {
  /// Writes the picture: what can be pointed at are links to the rows of the table.
  func writeChart(_ layout: ChartLayout, to page: inout PageWriter) {
    page.write(
      """
      <section class="scroll" aria-label="Picture"><div class="chart" \
      style="--o:\(layout.overhang)px;min-width:\(layout.points)px;height:\(layout.height)px">

      """)
    writeAxis(layout, to: &page)
    writeArrows(layout, to: &page)
    writeCallout(layout, to: &page)
    for (index, lane) in layout.lanes.enumerated() {
      page.write("<div class=\"lane\" style=\"top:\(lane.top)px;height:\(lane.height)px\">")
      page.element("h3", "", lanes[index].name)
      page.write("</div>\n")
      for item in lane.events.items {
        let tip = tip(of: item, within: layout.tipLength)
        writeItem(item, saying: tip, in: lane, to: &page)
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
    // Nothing is named where another name is; what is folded has precedence.
    var taken: [Range<Int>] = []
    let unit = TimeAxis.width / layout.points
    let folds = layout.axis.folds.map { (time: $0.start, name: "⋯" + ($0.end - $0.start).text) }
    let marks = layout.axis.marks(about: layout.points / 90).map { (time: $0, name: $0.text) }
    for (time, name) in folds + marks {
      let place = layout.axis.place(of: time)
      let width = (name.count * 8 + 12) * unit
      let isLast = place + width > TimeAxis.width + layout.overhang * unit
      let side = isLast ? " class=\"last\"" : ""
      let range = isLast ? place - width..<place : place..<place + width
      guard !taken.contains(where: range.overlaps) else { continue }
      taken.append(range)
      page.write(
        "<span class=\"mark\" style=\"left:\(PageWriter.percent(place))\"><i\(side)>"
          + "\(name)</i></span>")
    }
    page.write("\n")
    if let time = violation?.time {
      let place = layout.axis.place(of: max(time, .zero))
      page.write("<div class=\"frame\" style=\"left:\(PageWriter.percent(place))\"></div>\n")
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
    let events = [violation.event, violation.missing].compactMap(\.self)
    let time =
      events.first { self.events.indices.contains($0.index) }
      .map { self.events[$0.index].start } ?? violation.time ?? .zero
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
    let event = events[first]
    let isFramed = item.members.contains { violation?.event?.index == $0 }
    let isLost = item.members.contains { violation?.missing?.index == $0 }
    let frame = isFramed ? " wrong" : isLost ? " lost" : ""
    let top = lane.top(ofRow: item.row)
    let name = item.members.count > 1 ? "×\(item.members.count)" : event.name
    let width = LaneLayout.width(of: event)
    let style =
      item.isBar
      ? "left:\(PageWriter.percent(item.start));width:\(PageWriter.percent(item.end - item.start))"
      : "left:\(PageWriter.percent(item.start));width:\(width)px"
    page.write(
      """
      <a class="\(item.isBar ? "bar" : "sign") \(event.kind.rawValue)\(frame)" \
      href="#\(first)" aria-labelledby="\(first)" style="top:\(top)px;\(style)" \
      data-n="\(event.kind.sign) \(name.escaped)" data-t="\(tip.escaped)"></a>

      """)
  }

  /// What is shown of an item when it is pointed at: all of its event, as far as there is room.
  private func tip(of item: LaneLayout.Item, within limit: Int) -> String {
    let limit = max(limit / min(item.members.count, 8), 60)
    let texts = item.members.prefix(8).map { member in
      let event = events[member]
      let details = event.details.map { " · \($0.name) \($0.value)" }.joined()
      return "\(time(of: event)) · \(event.whole)\(details)".shortened(to: limit)
    }
    let rest = item.members.count - texts.count
    return texts.joined(separator: " ⁄ ") + (rest > 0 ? " ⁄ \(rest) more in the table" : "")
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
