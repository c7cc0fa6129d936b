import DeterministicSimulation
import Foundation
import GoldenTranscripts
import ReferenceScenarios
import RunTimelines
import StatusConformance
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

  @Test(arguments: Scenario.all)
  func everyScenarioCanBeDrawn(scenario: Scenario) throws {
    let timeline = try RunTimeline(playing: scenario)
    let events = try simulate { sim in try await scenario.events(on: sim.clock) }
    let published = timeline.events.filter { event in
      [.message, .end, .failure, .cancellation].contains(event.kind) && event.name.hasPrefix("#")
    }
    #expect(published.count == events.count)
    if scenario.name == "burst" {
      #expect(timeline.html().utf8.count <= 150_000)
    }
  }

  @Test(arguments: ["nothing", "sink.nobody.sim1", "x/y.jsonl"])
  func whatIsNothingIsRefused(operand: String) {
    #expect(throws: UsageError.self) { try Request(arguments: ["timeline", operand]) }
  }
}
