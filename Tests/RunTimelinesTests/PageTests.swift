import RunTimelines
import Testing

@Suite("Pages")
struct PageTests {
  private static let runs = [
    SampleRun.everything, SampleRun.hostility, SampleRun.worst, SampleRun.backwards,
    SampleRun.nameless, SampleRun.long(200), RunTimeline(title: "nothing"),
  ]

  @Test("a page is well-formed and refers to nothing but itself", arguments: runs)
  func isWhole(run: RunTimeline) throws {
    let page = try Page(run.html())
    let ids = page.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    for element in page.elements {
      #expect(!["script", "link", "img", "iframe", "base", "object"].contains(element.name))
      #expect(element.attributes["src"] == nil)
      #expect(!element.attributes.keys.contains { $0.hasPrefix("on") })
      for name in ["href", "aria-labelledby"] {
        guard let target = element.attributes[name] else { continue }
        #expect(ids.contains(target.hasPrefix("#") ? String(target.dropFirst()) : target))
      }
    }
    let style = try #require(page.elements.first { $0.name == "style" }?.text)
    #expect(!style.contains("url(") || style.matches(of: /url\((?!#)/).isEmpty)
    #expect(!style.contains("@import"))
  }

  @Test("every event is in the table once, with its lane, its time and its details")
  func everyEventOnce() throws {
    for run in [SampleRun.everything, SampleRun.long(200)] {
      let page = try Page(run.html())
      let texts = page.texts
      #expect(texts.count == run.events.count)
      for event in run.events {
        let whole = event.text.isEmpty ? event.name : "\(event.name): \(event.text)"
        let same = run.events.count { $0.name == event.name && $0.text == event.text }
        #expect(texts.count { $0 == whole } == same)
      }
      // What is drawn is no text, so that nothing is read twice.
      let chart = try #require(page.elements.first { $0.attributes["class"] == "chart" })
      for event in run.events where !event.text.isEmpty {
        #expect(!chart.text.contains(event.text))
      }
    }
  }

  @Test("what controls, reorders or ends is shown, not done")
  func hostileTexts() throws {
    let html = SampleRun.hostility.html()
    let hidden = html.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029: true
      default: scalar.properties.isNoncharacterCodePoint
      }
    }
    #expect(hidden.isEmpty)
    let texts = try Page(html).texts
    #expect(texts.contains { $0.contains("<img src=x onerror=alert(1)>") })
    #expect(texts.contains { $0.contains("⟨U+202E⟩desrever⟨U+202C⟩") })
    // Ten thousand characters are all there.
    let long = String(repeating: "long <b> ", count: 1_112)
    #expect(texts.contains { $0.contains(long) })
  }

  @Test("what is wrong comes first, with what was expected, what was seen, and a frame")
  func violation() throws {
    let page = try Page(SampleRun.everything.html())
    let classes = page.elements.compactMap { $0.attributes["class"] }
    let violation = try #require(classes.firstIndex(of: "violation"))
    let chart = try #require(classes.firstIndex(of: "chart"))
    #expect(violation < chart)
    let text = try #require(page.elements.first { $0.attributes["class"] == "violation" }?.text)
    #expect(text.contains("102 The tail is delivered"))
    #expect(text.contains("#4 after #3") && text.contains("nothing") && text.contains("59 ms"))
    #expect(classes.contains { $0.hasSuffix(" wrong") } && classes.contains("frame"))
    #expect(try !Page(SampleRun.long(3).html()).elements.contains { $0.text == "Expected" })
  }

  @Test("the keyboard goes from left to right and from top to bottom")
  func keyboardOrder() throws {
    let page = try Page(SampleRun.everything.html())
    let signs = page.elements.filter { $0.name == "a" && $0.attributes["data-t"] != nil }
    #expect(!signs.isEmpty)
    #expect(!page.elements.contains { $0.attributes["tabindex"] != nil })
    let rows = signs.compactMap { Int($0.attributes["href"]?.dropFirst() ?? "") }
    let order = rows.map { row in
      let event = SampleRun.everything.events[row]
      return (["agent", "client"].firstIndex(of: page.lane(ofRow: row)) ?? -1, event.start)
    }
    #expect(zip(order, order.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test("what is lost is framed where it was published, with what was expected and seen beside it")
  func losses() throws {
    var run = SampleRun.long(4)
    run.violation = .init(
      "102", expected: "#3 \"a<b>\"", seen: "the end", at: .milliseconds(40),
      missing: try #require(run.arrows.dropFirst(2).first?.origin))
    let page = try Page(run.html())
    let lost = page.elements.filter { $0.attributes["class"]?.hasSuffix(" lost") == true }
    #expect(lost.count == 1 && lost[0].attributes["data-n"] == "● #3")
    let link = try #require(page.elements.first { $0.text == "#3, of 21 ms" })
    #expect(link.attributes["href"] == lost[0].attributes["href"])
    #expect(page.elements.contains { $0.attributes["data-n"] == "expected #3 \"a<b>\"" })
    #expect(page.elements.contains { $0.attributes["data-n"] == "seen the end" })
    let rows = page.elements.filter { $0.name == "tr" && $0.attributes["class"] == "wrong" }
    #expect(rows.count == 1 && rows[0].text.contains("Update 3"))
    // An identifier of another timeline frames nothing.
    var short = SampleRun.long(1)
    short.violation = run.violation
    #expect(try Page(short.html()).elements.count { $0.attributes["class"] == "callout" } == 1)
  }

  @Test("every text can be read on what it is written on")
  func contrast() throws {
    let page = try Page(SampleRun.everything.html())
    let style = try #require(page.elements.first { $0.name == "style" }?.text)
    let sheets = style.split(separator: "@media (prefers-color-scheme:dark)")
    #expect(sheets.count == 2)
    for sheet in sheets {
      let kinds = sheet.matches(
        of: /td\.(\w+)::before\{background-color:(#[0-9a-f]{6});color:(#[0-9a-f]{6})\}/)
      #expect(kinds.count == RunTimeline.Event.Kind.allCases.count)
      for kind in kinds {
        #expect(contrast(of: kind.2, kind.3) >= 4.5, "\(kind.1)")
      }
      // A wait has stripes of the page, and a fold those of lines.
      let page = try #require(sheet.firstMatch(of: /--page:(#[0-9a-f]{6})/))
      for kind in kinds where kind.1 == "wait" { #expect(contrast(of: page.1, kind.3) >= 4.5) }
      let colours = Dictionary(
        sheet.matches(of: /--(\w+):(#[0-9a-f]{6})/).map { ($0.1, $0.2) }, uniquingKeysWith: { $1 })
      for ink in ["ink", "soft", "wrong"] {
        for ground in ["page", "band", "tint", "line"] where ink != "wrong" || ground != "line" {
          let ratio = contrast(
            of: try #require(colours[ink[...]]), try #require(colours[ground[...]]))
          #expect(ratio >= 4.5, "\(ink) on \(ground)")
        }
      }
    }
  }

  private func contrast(of one: Substring, _ other: Substring) -> Double {
    let levels = [luminance(of: one), luminance(of: other)].sorted()
    return (levels[1] + 0.05) / (levels[0] + 0.05)
  }

  /// The relative luminance of WCAG 2.2.
  private func luminance(of colour: Substring) -> Double {
    let value = Int(colour.dropFirst(), radix: 16) ?? 0
    let parts = [value >> 16, value >> 8 & 0xFF, value & 0xFF].map { part in
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow(share)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  /// `((x + 0.055) / 1.055) ^ 2.4`, by its fifth root.
  private func pow(_ share: Double) -> Double {
    let base = (share + 0.055) / 1.055
    var root = 1.0
    for _ in 0..<60 { root = (4 * root + base / (root * root * root * root)) / 5 }
    return base * base * root * root
  }

  @Test("two hundred events make at most 150 KB")
  func size() {
    #expect(SampleRun.long(100).events.count == 200)
    #expect(SampleRun.long(100).html().utf8.count <= 150_000)
    #expect(SampleRun.worst.events.count == 200)
    let texts = SampleRun.worst.events.map(\.text)
    #expect(texts.contains { $0.count == 10_000 })
    let size = SampleRun.worst.html().utf8.count
    #expect(size <= 150_000, "\(size) bytes")
  }

  @Test("two hundred updates with steps make at most 150 KB", arguments: [20, 80, 100])
  func sizeBesideSteps(length: Int) {
    var timeline = RunTimeline(title: "Updates and steps")
    let lane = timeline.addLane("agent of run-1")
    let text = String(repeating: "m", count: length)
    for number in 0..<200 {
      let time = Duration.milliseconds(7 * number)
      timeline.add(.init(.message, "#\(number)", text, at: time), to: lane)
      guard number.isMultiple(of: 2) else { continue }
      timeline.add(
        .init(
          .work, "step \(number)", String(text.prefix(60)), at: time,
          until: time + .milliseconds(7),
          details: ["ended": "ok"]), to: lane)
    }
    let size = timeline.html().utf8.count
    #expect(size <= 150_000, "\(size) bytes")
  }

  @Test("the image is well-formed, and shows what the page shows")
  func image() throws {
    let image = SampleRun.everything.svg()
    let elements = try Page("<!DOCTYPE html>" + image.replacing("foreignObject", with: "object"))
      .elements
    let page = try Page(SampleRun.everything.html())
    let texts = { (elements: [Page.Element]) in elements.compactMap { $0.attributes["data-t"] } }
    #expect(texts(elements) == texts(page.elements))
    #expect(elements.first?.attributes["width"] == "960")
    #expect(SampleRun.everything.svg(width: .min).contains("width=\"760\""))
  }

  @Test("equal runs give equal bytes")
  func determinism() {
    #expect(SampleRun.everything.html() == SampleRun.everything.html())
    #expect(SampleRun.everything.chromeTrace() == SampleRun.everything.chromeTrace())
  }

  @Test("times have the unit that fits, and nothing is lost of them")
  func times() throws {
    let times: [(Duration, String)] = [
      (.zero, "0"), (.nanoseconds(7), "7 ns"), (.nanoseconds(12_500), "12.5 µs"),
      (.microseconds(300_509), "300.509 ms"), (.milliseconds(1_500), "1.5 s"),
      (.seconds(60), "1 min"), (.seconds(3_723) + .milliseconds(40), "1 h 2 min 3.04 s"),
      (.seconds(90_000), "1 d 1 h"), (.seconds(-3), "0"),
    ]
    for (time, text) in times {
      var run = RunTimeline(title: "")
      let lane = run.addLane("lane")
      run.add(.init(.note, "it", at: time), to: lane)
      let cells = try Page(run.html()).elements.filter { $0.name == "td" }.map(\.text)
      #expect(cells.first == text)
    }
  }

  @Test("what is pointed at is shown whole, unless the page became too large")
  func tips() throws {
    let texts = [String(repeating: "short ", count: 30), String(repeating: "long ", count: 9_000)]
    for (text, isWhole) in zip(texts, [true, false]) {
      var timeline = RunTimeline(title: "Texts")
      let lane = timeline.addLane("agent")
      for number in 0..<200 {
        timeline.add(
          .init(.message, "#\(number)", number < 5 ? text : "short", at: .milliseconds(number)),
          to: lane)
      }
      let tips = try Page(timeline.html()).elements.compactMap { $0.attributes["data-t"] }
      #expect(tips.contains { $0.contains("more characters") } == !isWhole)
      #expect(tips.last == "199 ms · #199: short")
    }
  }

  @Test("what happens to one at one time is a few rows, each with its event")
  func commonCells() throws {
    var timeline = RunTimeline(title: "At once")
    let lanes = [timeline.addLane("one"), timeline.addLane("other")]
    for number in 0..<40 {
      timeline.add(
        .init(.message, "#\(number)", at: .milliseconds(3)), to: lanes[number < 36 ? 0 : 1])
    }
    let page = try Page(timeline.html())
    let spans = page.elements.filter { $0.name == "td" }.compactMap { $0.attributes["rowspan"] }
    #expect(spans == ["16", "16", "16", "16", "4", "4", "4", "4"])
    #expect(page.texts == (0..<40).map { "#\($0)" })
  }

  @Test("the box leads to the frame")
  func frame() throws {
    for time in [Duration.milliseconds(20), nil] {
      var run = SampleRun.long(4)
      run.violation = .init(
        "102", expected: "#3", seen: "the end", at: time, in: run.arrows[2].origin)
      let page = try Page(run.html())
      #expect(page.elements.contains { $0.attributes["href"] == "#frame" })
      #expect(page.elements.count { $0.attributes["id"] == "frame" } == 1)
    }
  }
}

extension Page {
  /// What the rows of the table say, without details.
  fileprivate var texts: [String] {
    var texts: [String] = []
    for (cell, content) in zip(elements, elements.dropFirst())
    where cell.name == "td" && cell.attributes["class"] != nil {
      texts.append(content.text)
    }
    return texts
  }

  /// The second cell of an event's row.
  fileprivate func lane(ofRow row: Int) -> String {
    guard let index = elements.firstIndex(where: { $0.attributes["id"] == "\(row)" }) else {
      return ""
    }
    return elements[index...].filter { $0.name == "td" }.dropFirst().first?.text ?? ""
  }
}

private func <= (one: (Int, Duration), other: (Int, Duration)) -> Bool {
  one.0 != other.0 ? one.0 < other.0 : one.1 <= other.1
}
