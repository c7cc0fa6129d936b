import Foundation
import RunTimelines
import Testing

@Suite("Traces")
struct ChromeTraceTests {
  /// An event of the Trace Event Format; what has another form is refused.
  struct Event: Decodable {
    let ph: String
    let pid: Int
    let tid: Int?
    let ts: Double?
    let dur: Double?
    let id: Argument?
    let bp: String?
    let s: String?
    let name: String
    let cat: String?
    let cname: String?
    let args: [String: Argument]?
  }

  enum Argument: Decodable, Hashable {
    case text(String)
    case number(Int)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Int.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  private struct Trace: Decodable {
    let traceEvents: [Event]
  }

  private func events(of run: RunTimeline) throws -> [Event] {
    try JSONDecoder().decode(Trace.self, from: Data(run.chromeTrace().utf8)).traceEvents
  }

  private static let runs = [
    SampleRun.everything, SampleRun.hostility, SampleRun.long(300), overlapping,
    RunTimeline(title: "nothing"), SampleRun.backwards, SampleRun.crowd, SampleRun.endless,
    SampleRun.nameless,
  ]

  /// Bars that overlap, nest and touch.
  private static var overlapping: RunTimeline {
    var run = RunTimeline(title: "bars")
    let lane = run.addLane("lane")
    for (start, end) in [(0, 10), (0, 4), (2, 6), (4, 10), (5, 15), (10, 10), (10, 12), (3, 3)] {
      run.add(
        .init(.work, "\(start)–\(end)", at: .microseconds(start), until: .microseconds(end)),
        to: lane)
    }
    return run
  }

  @Test("every event has what its phase needs", arguments: runs)
  func form(run: RunTimeline) throws {
    let events = try events(of: run)
    for event in events {
      switch event.ph {
      case "M": #expect(event.args?.count == 1)
      case "X": #expect(event.tid != nil && event.ts != nil && event.dur != nil)
      case "i": #expect(event.ts != nil)
      case "b", "e", "s", "f": #expect(event.ts != nil && event.id != nil && event.cat != nil)
      case "C": #expect(event.ts != nil && event.args?.isEmpty == false)
      default: Issue.record("phase \(event.ph)")
      }
    }
    #expect(events.count { $0.ph == "X" && $0.cat != "flow" } == run.events.count)
    let tracks = events.filter { $0.name == "thread_name" }.compactMap(\.tid)
    #expect(tracks.starts(with: run.lanes.indices.map { $0 + 1 }))
    #expect(Set(tracks).count == tracks.count)
    #expect(events.filter { $0.ph == "X" }.allSatisfy { tracks.contains($0.tid ?? 0) })
  }

  @Test("bars of one track nest or do not overlap", arguments: runs)
  func nesting(run: RunTimeline) throws {
    let bars = try events(of: run).filter { $0.ph == "X" }
    for (tid, bars) in Dictionary(grouping: bars, by: \.tid) {
      var open: [Double] = []
      for bar in bars {
        let (start, length) = (try #require(bar.ts), try #require(bar.dur))
        open.removeAll { $0 <= start }
        #expect(open.allSatisfy { start + length <= $0 }, "\(tid ?? 0): \(bar.name)")
        if length > 0 { open.append(start + length) }
      }
    }
    let pairs = try events(of: run).filter { $0.ph == "b" || $0.ph == "e" }
    for (_, pair) in Dictionary(grouping: pairs, by: \.id) {
      #expect(pair.map(\.ph) == ["b", "e"] && pair[0].name == pair[1].name)
      #expect(pair[0].ts ?? 0 <= pair[1].ts ?? -1)
    }
  }

  @Test("what overlaps is an asynchronous pair")
  func overlaps() throws {
    let pairs = try events(of: Self.overlapping).filter { $0.ph == "b" }.map(\.name)
    #expect(pairs == ["2–6", "5–15"])
  }

  @Test("every flow has both ends, each at the start of a bar of its track", arguments: runs)
  func flows(run: RunTimeline) throws {
    let events = try events(of: run)
    let flows = Dictionary(grouping: events.filter { $0.ph == "s" || $0.ph == "f" }, by: \.id)
    #expect(flows.count == run.arrows.count)
    let starts = Set(events.lazy.filter { $0.ph == "X" }.map { [$0.tid.map(Double.init), $0.ts] })
    for (_, ends) in flows {
      #expect(ends.map(\.ph).sorted() == ["f", "s"])
      #expect(ends.allSatisfy { starts.contains([$0.tid.map(Double.init), $0.ts]) })
    }
  }

  @Test("Perfetto's importer finds nothing to refuse", arguments: runs)
  func importing(run: RunTimeline) throws {
    let importer = try PerfettoImport(run.chromeTrace())
    #expect(importer.errors.isEmpty)
    #expect(importer.sliceCount >= run.events.count)
    // Each arrow leads from its origin to its destination, or to a sign with its name.
    #expect(importer.flows.count == run.arrows.count)
    for flow in importer.flows { #expect(flow.origin.ts <= flow.destination.ts) }
  }

  @Test("what Perfetto's importer refuses is found")
  func refusals() throws {
    let slice = "{\"ph\":\"X\",\"pid\":1,\"tid\":1,\"ts\":5,\"dur\":5,\"name\":\"a\"}"
    for (events, error) in PerfettoImport.refusals {
      let text = "{\"traceEvents\":[\(slice)\(events.isEmpty ? "" : ",")\(events)]}"
      #expect(try PerfettoImport(text).errors.first?.hasPrefix(error) == true, "\(events)")
    }
  }

  @Test("texts are what they were")
  func hostileTexts() throws {
    let events = try events(of: SampleRun.hostility).filter { $0.ph == "X" }
    for (event, text) in zip(events, SampleRun.hostileTexts) {
      #expect(event.args?["text"] == .text(text))
    }
    // What would act where it is looked at is written by its number, also on the other side of JSON.
    let text = SampleRun.hostility.chromeTrace().unicodeScalars
    #expect(!text.contains { $0.value < 0x20 && $0 != "\n" || 0x7F..<0xA0 ~= $0.value })
    #expect(!text.contains { 0x202A...0x202E ~= $0.value || 0x2066...0x2069 ~= $0.value })
  }

  @Test("times are virtual microseconds, counters keep theirs")
  func times() throws {
    let events = try events(of: SampleRun.everything)
    let arrival = try #require(events.last { $0.ph == "X" && $0.name == "#3" })
    #expect(arrival.ts == 50_000 && arrival.dur == 9_000)
    let counts = events.filter { $0.ph == "C" }
    #expect(counts.map(\.ts) == [0, 12_000, 24_000, 36_000])
    #expect(counts.map { $0.args?["count"] } == (0...3).map { .number($0) })
    #expect(counts.allSatisfy { $0.name == "agent: held" })
    #expect(events.contains { $0.name.hasPrefix("violation: 102") && $0.cname == "terrible" })
  }

  @Test("counters of one name are told apart, a name alone is enough")
  func counterNames() throws {
    var run = RunTimeline(title: "counters")
    for name in ["twin", "twin", "single"] {
      run.addCounter("held", [.init(1, at: .zero)], to: run.addLane(name))
    }
    let counts = try events(of: run).filter { $0.ph == "C" }
    #expect(counts.map(\.id) == [.text("1"), .text("2"), nil])
  }

  @Test("what is wrong at no time of its own is at the end")
  func violationAtTheEnd() throws {
    var run = RunTimeline(title: "wrong")
    let lane = run.addLane("agent")
    for time in [1, 5, 3] { run.add(.init(.message, "\(time)", at: .milliseconds(time)), to: lane) }
    run.violation = .init("102", expected: "more", seen: "nothing")
    #expect(try events(of: run).filter { $0.ph == "i" }.map(\.ts) == [5_000])
  }

  @Test("arrows to what has begun before have a sign for each time")
  func signs() throws {
    var run = RunTimeline(title: "arrows")
    let agent = run.addLane("agent")
    let client = run.addLane("client")
    let bar = run.add(.init(.work, "bar", at: .zero, until: .milliseconds(10)), to: client)
    for time in [5, 5, 6] {
      run.connect(run.add(.init(.message, "from", at: .milliseconds(time)), to: agent), to: bar)
    }
    let signs = try events(of: run).filter { $0.ph == "X" && $0.cat == "flow" }
    #expect(signs.map(\.ts) == [5_000, 6_000])
  }

  @Test("kinds are told by category and colour")
  func kinds() throws {
    let events = try events(of: SampleRun.everything).filter { $0.ph == "X" }
    let categories = Set(events.compactMap(\.cat))
    #expect(categories == Set(RunTimeline.Event.Kind.allCases.map(\.rawValue)))
    #expect(Set(events.compactMap(\.cname)).count == categories.count)
  }
}
