import RunTimelines
import Testing

/// The picture of a page: its axis, its signs and its counters.
@Suite("Charts")
struct ChartTests {
  @Test("a counter is drawn to scale, from the bottom and to its end")
  func counter() throws {
    var timeline = RunTimeline(title: "A counter")
    let lane = timeline.addLane("agent")
    timeline.add(.init(.message, "begin", at: .zero), to: lane)
    timeline.add(.init(.message, "end", at: .milliseconds(100)), to: lane)
    timeline.addCounter(
      "held",
      [.init(0, at: .zero), .init(2, at: .milliseconds(25)), .init(1, at: .milliseconds(50))],
      to: lane)
    timeline.addCounter(
      "open", [.init(3, at: .milliseconds(25))], to: lane, until: .milliseconds(50))
    let paths = try Page(timeline.html()).elements.compactMap { $0.attributes["d"] }
    #expect(
      paths == [
        "M0 20H25000V2H50000V11H100000V20z",
        "M0 20H25000V2H50000V20z",
      ])
  }

  @Test("what begins where something ends is beside it, not below")
  func neighbours() throws {
    var timeline = RunTimeline(title: "Neighbours")
    let lane = timeline.addLane("agent")
    for (start, end) in [(0, 40), (40, 70), (60, 100)] {
      timeline.add(
        .init(.work, "work", at: .milliseconds(start), until: .milliseconds(end)), to: lane)
    }
    let bars = try Page(timeline.html()).elements.filter {
      $0.attributes["class"]?.hasPrefix("bar") == true
    }
    let tops = bars.map { $0.attributes["style"]?.prefix { $0 != ";" } ?? "" }
    #expect(tops.count == 3)
    #expect(tops[0] == tops[1] && tops[0] != tops[2])
  }

  @Test("times are named also behind one whose name has no room")
  func marks() throws {
    var timeline = RunTimeline(title: "Marks")
    let lane = timeline.addLane("agent")
    for start in [0, 3_600_000] {
      for time in 0...10 {
        timeline.add(.init(.message, "x", at: .milliseconds(start + 10 * time)), to: lane)
      }
    }
    let marks = try Page(timeline.html()).elements.filter { $0.attributes["class"] == "mark" }
    #expect(marks.first?.text.hasPrefix("⋯") == true)
    #expect(marks.contains { $0.text.hasPrefix("1 h") })
  }

  @Test("signs of what happens at the end are in the picture, and none covers another")
  func signsFit() throws {
    for run in [SampleRun.everything, SampleRun.long(200), SampleRun.crowd] {
      let page = try Page(run.html())
      let style = page.elements.first { $0.attributes["class"] == "chart" }?.attributes["style"]
      let chart = try #require(style?.firstMatch(of: /--o:(\d+)px;min-width:(\d+)px/))
      let (overhang, width) = (try #require(Double(chart.1)), try #require(Double(chart.2)))
      var rows: [String: [ClosedRange<Double>]] = [:]
      for element in page.elements where element.attributes["data-n"] != nil {
        guard let style = element.attributes["style"],
          let sign = style.firstMatch(
            of: /top:(\d+)px;left:([\d.]+)%;width:([\d.]+)(px|%)/)
        else { continue }
        let left = (Double(sign.2) ?? 0) / 100 * width
        let length = (Double(sign.3) ?? 0) * (sign.4 == "%" ? width / 100 : 1)
        #expect(left + length <= width + overhang)
        let range = left + 0.5...max(left + length - 0.5, left + 0.5)
        #expect(rows[String(sign.1)]?.contains { $0.overlaps(range) } != true)
        rows[String(sign.1), default: []].append(range)
      }
      #expect(!rows.isEmpty)
    }
  }

  @Test(
    "many events at one place are as conspicuous as the worst of them, and their number is whole")
  func crowds() throws {
    var timeline = RunTimeline(title: "A crowd")
    let lane = timeline.addLane("agent")
    for number in 0..<12_000 {
      let kind: RunTimeline.Event.Kind = number == 11_000 ? .failure : .message
      timeline.add(.init(kind, "#\(number)", at: .milliseconds(10)), to: lane)
    }
    let signs = try Page(timeline.html()).elements.filter { $0.attributes["data-t"] != nil }
    #expect(signs.count == 8)
    let crowd = try #require(signs.last)
    #expect(crowd.attributes["data-n"] == "✕ ×11993")
    #expect(crowd.attributes["class"] == "sign failure")
    #expect(crowd.attributes["style"]?.contains("width:78px") == true)
    #expect(crowd.attributes["data-t"]?.hasPrefix("11992 ● message, 1 ✕ failure ⁄ ") == true)
  }

  @Test("folds beside each other are both said how long they are")
  func neighbouringFolds() throws {
    var timeline = RunTimeline(title: "Folds")
    let lane = timeline.addLane("agent")
    for time in [0, 1, 2, 20_000, 50_000, 50_001] {
      timeline.add(.init(.message, "x", at: .milliseconds(time)), to: lane)
    }
    let page = try Page(timeline.html())
    let marks = page.elements.filter { $0.attributes["class"] == "mark" }.map(\.text)
    #expect(marks.prefix(2) == ["⋯19.998 s", "⋯30 s"])
    #expect(page.elements.contains { $0.name == "i" && $0.attributes["class"] == "low" })
  }

  @Test("long times without anything are folded, and said to be")
  func folds() throws {
    let page = try Page(SampleRun.everything.html())
    let folds = page.elements.filter { $0.attributes["class"] == "fold" }
    #expect(folds.count == 1)
    #expect(folds.first?.attributes["title"]?.contains("1 h 6 min") == true)
    #expect(
      try !Page(SampleRun.long(50).html()).elements.contains { $0.attributes["class"] == "fold" })
  }
}
