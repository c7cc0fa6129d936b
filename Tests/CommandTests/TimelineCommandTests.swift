import DeterministicSimulation
import Foundation
import GoldenTranscripts
import ReferenceScenarios
import RunTimelines
import StatusConformance
import StatusStreaming
import Testing

@testable import status_stream

@Suite struct TimelineCommandTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/Timelines")

  private static let formats: [(suffix: String, format: TimelineFormat)] = [
    ("html", .html), ("trace.json", .trace), ("svg", .svg),
  ]

  @Test(arguments: ["documents", "reconnect", "slow-viewer"])
  func timelinesAreTheGoldens(name: String) throws {
    let scenario = try #require(Scenario.named(name))
    let timeline = try RunTimeline(playing: scenario)
    for (suffix, format) in Self.formats where suffix != "svg" || name == "reconnect" {
      let file = Self.folder.appending(path: "\(name).\(suffix)")
      let golden = try Array(Data(contentsOf: file))
      let isSame = golden == Array(format.text(of: timeline).utf8)
      #expect(
        isSame,
        "swift run status-stream timeline \(name) --format \(format.rawValue) --output \(file.path)"
      )
    }
  }

  @Test func nothingElseIsAmongTheGoldens() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(files.count == 7)
  }

  @Test func everyConnectionShowsWhatHasArrived() throws {
    let timeline = try RunTimeline(playing: #require(Scenario.named("documents")))
    let connections = timeline.lanes.filter { $0.name.hasPrefix("delivery to ") }
    let arrivals = timeline.events.filter { $0.kind == .arrival && $0.name == "#11" }
    #expect(connections.count >= 5)
    #expect(arrivals.count == connections.count)
  }

  @Test(arguments: Scenario.all)
  func everyScenarioCanBeDrawn(scenario: Scenario) throws {
    let timeline = try RunTimeline(playing: scenario)
    let events = try simulate { sim in try await scenario.events(on: sim.clock) }
    let published = timeline.events.filter { event in
      [.message, .end, .failure, .cancellation].contains(event.kind) && event.name.hasPrefix("#")
    }
    #expect(published.count == events.count)
    // A page of 200 events has at most 150 KB, and one of more in proportion.
    #expect(timeline.html().utf8.count <= 150_000 * max(200, timeline.events.count) / 200)
  }

  @Test(arguments: [
    ("nothing", "no scenario and no file is called 'nothing'; expected a scenario, a token, or"),
    ("recconect", "no scenario and no file is called 'recconect'; did you mean 'reconnect'?"),
    ("sink.nobody.sim1", "token 'sink.nobody.sim1': "),
    ("sink.nobody.sim1d_H1aT3cyw", "unknown sink 'nobody': expected "),
    ("x/y.jsonl", "no scenario and no file is called 'x/y.jsonl'"),
    ("sim1d_H1aT3cyw", "'sim1d_H1aT3cyw' is the token of a test, which alone knows what it runs"),
    ("", "timeline needs a scenario, a token, or a file of events"),
  ])
  func whatIsNothingIsRefused(operand: String, message: String) {
    let error = #expect(throws: UsageError.self) {
      try Request(arguments: ["timeline", operand])
    }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    (StatusBuffer.Configuration(retention: .milliseconds(800)), 1),
    (StatusBuffer.Configuration(retention: .milliseconds(1)), 2),
    (StatusBuffer.Configuration(maximumFinishedTraces: 0), 3),
    (StatusBuffer.Configuration(maximumFinishedTraces: 1), 2),
    (StatusBuffer.Configuration(), 0),
  ])
  func whatExpiresIsInTheBuffersLane(
    configuration: StatusBuffer.Configuration, count: Int
  ) throws {
    let query = "Analyze the latest deployment logs"
    let scenario = Scenario(
      "expiry", "Runs come one after the other.",
      runs: [
        .init("run-1", query: query), .init("run-2", query: query, start: .seconds(1)),
        .init("run-3", query: query, start: .milliseconds(1_600)),
      ], buffer: configuration, viewers: [])
    let timeline = try RunTimeline(playing: scenario)
    let lost = timeline.events.filter { $0.kind == .loss }
    #expect(lost.map(\.name) == Array(repeating: "expired", count: count))
    #expect(lost.map(\.text) == (0..<count).map { "run-\($0 + 1) is gone" })
    let held = try #require(timeline.counters.first { $0.name == "events held" }?.values)
    let published = timeline.events.count { $0.name.hasPrefix("#") } / 3
    #expect(held.last?.count == published * (3 - count))
    #expect(held.map(\.count).max() ?? 0 <= published * 3)
  }

  @Test func nobodyIsBehindWhoHasLeft() async throws {
    let pipeline = try #require(BuiltInVerifications.all.first { $0.subject == .pipeline })
    var count = 0
    for run in 1...60 {
      guard let token = await pipeline.token(ofRun: run) else { continue }
      let picture = try pipeline.replay(token).picture
      let times = { name in picture.events.filter { $0.name == name }.map(\.start) }
      guard let leaving = times("leaves").min(),
        let end = times("ends").first(where: { $0 >= leaving }),
        picture.events.contains(where: { $0.kind == .message && $0.start > end })
      else { continue }
      count += 1
      #expect(picture.counters.contains { $0.name == "events behind" && $0.end == end })
    }
    #expect(count > 0)
  }

  @Test func whatACloseInterruptsIsCutOnlyIfItWas() throws {
    for (name, isCut) in [("closed-early", false), ("reconnect", true)] {
      let timeline = try RunTimeline(playing: #require(Scenario.named(name)))
      #expect(timeline.events.contains { $0.kind == .fault } == isCut, "\(name)")
    }
  }

  @Test func onlyAStopEndsWhatGoesOn() throws {
    let ends: [(StreamEvent.Payload, RunTimeline.Event.Kind)] = [
      (.complete(FinalAnswer(text: "done")), .work), (.failed(message: "broken"), .work),
      (.cancelled(reason: "stop"), .cancellation),
    ]
    for (end, kind) in ends {
      let step = StatusUpdate(
        status: .ok, message: "हिन्दी e\u{301} \u{200B}", roadmapStepID: 1,
        roadmapStepStatus: .running)
      let timeline = RunTimeline(
        title: "A step without an end",
        of: [
          StreamEvent(trace: "run-1", sequence: 1, payload: .update(step)),
          StreamEvent(trace: "run-1", sequence: 2, time: .milliseconds(9), payload: end),
        ])
      let bar = try #require(timeline.events.first { $0.name == "step 1" })
      #expect(bar.kind == kind && bar.end == .milliseconds(9))
      #expect(bar.details.map(\.value) == ["never"])
      // What can be read is as it was written, and what can't is shown.
      #expect(timeline.html().contains("हिन्दी e\u{301} ⟨U+200B⟩"))
    }
  }

  @Test(arguments: BuiltInVerifications.all.indices)
  func everyImplementationsRunsCanBeDrawnFromTheirTokens(index: Int) async throws {
    let verification = BuiltInVerifications.all[index]
    let run = try #require(await verification.token(ofRun: 2))
    let token = ConformanceToken(
      subject: verification.subject, name: verification.name, run: run)
    let picture = try VerificationRun(parsing: "\(token)").replay().picture
    #expect(!picture.events.isEmpty && picture.violation == nil)
    #expect(picture.title == "A run of a \(token.subject.rawValue)")
    // Nothing happens before what led to it, and what arrives without a number has come from somewhere.
    let isSpread = picture.summary.contains("a microsecond after another")
    if token.subject == .sink, token.name == "sse-resumable" { #expect(isSpread) }
    for arrow in picture.arrows {
      let (origin, target) = try (
        #require(picture[arrow.origin]), #require(picture[arrow.destination])
      )
      #expect(isSpread ? origin.start < target.start : origin.start <= target.start)
    }
    if [.pipeline, .sink].contains(token.subject) { #expect(!picture.arrows.isEmpty) }
  }
}
