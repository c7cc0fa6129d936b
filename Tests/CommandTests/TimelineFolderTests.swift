import DeterministicSimulation
import Foundation
import RunTimelines
import SampleImplementations
import StatusConformance
import Testing

@testable import status_stream

/// The folders of pictures that `--timelines` makes.
@Suite struct TimelineFolderTests {
  private static let broken = Sample.pipelines.filter {
    ["reverses what is there at once", "polled log"].contains($0.verification.name)
  }.map(\.verification)

  private static func totals(_ runs: Range<Int>) async throws -> SweepTotals {
    let seeds = SweepSeeds(parsing: "\(runs.lowerBound)..<\(runs.upperBound)") ?? .endless
    let header = SweepHeader(broken, seeds: seeds, shard: .whole, version: "1", sample: [])
    let sweep = Sweep(
      broken, header: header, extent: Sweep.Extent(seeds: seeds, shard: .whole), known: nil,
      writer: nil, corpus: nil, tally: RunTally())
    return try await sweep.run(jobs: 2)
  }

  private static func files(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  private static func text(_ name: String, _ folder: TemporaryFolder) throws -> String {
    String(decoding: try #require(folder[name]), as: UTF8.self)
  }

  @Test func aSweepIsDrawnByRuleWithTheRunsThatFailed() async throws {
    let totals = try await Self.totals(0..<14)
    let folder = try TemporaryFolder()
    var notes: [String] = []
    try TimelineFolder(path: folder.path).write(
      totals.drawings(of: Self.broken) { notes.append($0) }
    ) { false }
    #expect(notes.isEmpty)
    let index = try Self.text("index.html", folder)
    #expect(try Self.files(folder).count == 2 * totals.failures.count + 1)
    for failure in totals.failures {
      let run = try #require(failure.first)
      let stem = "\(failure.failure.rule)-reverses-what-is-there-at-once-run-\(run)"
      #expect(index.contains("href=\"./\(stem).html#frame\"") && index.contains("\(stem).json"))
      let page = try Self.text("\(stem).html", folder)
      #expect(
        page.contains("rule \(failure.failure.rule):") && page.contains("class=\"violation\""))
      #expect(index.contains(try #require(failure.failure.token)))
      #expect(try Self.text("\(stem).json", folder).contains("violation: rule"))
    }
  }

  @Test func anInterruptionLeavesWholeFilesAndTheListThatWasThere() async throws {
    let totals = try await Self.totals(0..<14)
    let folder = try TemporaryFolder()
    try folder.write(Array("before".utf8), to: "index.html")
    let drawings = totals.drawings(of: Self.broken) { _ in }
    #expect(!drawings.isEmpty)
    var asked = 0
    #expect(throws: CancellationError.self) {
      try TimelineFolder(path: folder.path).write(drawings + drawings) {
        asked += 1
        return asked > 1
      }
    }
    #expect(try Self.text("index.html", folder) == "before")
    let files = try Self.files(folder)
    #expect(files.count == 3)
    for file in files where file.hasSuffix(".html") && file != "index.html" {
      #expect(try Self.text(file, folder).hasSuffix("</html>\n"))
    }
  }

  @Test func commandsMakeTheFolderFirst() async throws {
    let folder = try TemporaryFolder()
    let made = "\(folder.path)/a/b"
    let sweep = try await FinishedCommand.run(
      ["simulate", "--seeds=0..<5", "--progress=quiet", "--timelines", made])
    #expect(sweep.status == 0, "\(sweep.errorText)")
    #expect(try Self.text("a/b/index.html", folder).contains("No rule is broken."))
    try folder.write([], to: "file")
    for command in [["simulate", "--seeds=0..<5"], ["conformance"]] {
      let refused = try await FinishedCommand.run(
        command + ["--timelines", "\(folder.path)/file"])
      #expect(refused.status == 74 && refused.output.isEmpty)
      #expect(refused.errorText.contains("is no folder, and can't be made one"))
    }
  }

  @Test func mergedSharesAreDrawn() async throws {
    let folder = try TemporaryFolder()
    let share = "\(folder.path)/share"
    let made = try await FinishedCommand.run(
      ["simulate", "--seeds=0..<5", "--progress=quiet", "--output", share])
    #expect(made.status == 0)
    // A failure whose run is whole: as if a rule had been broken by another revision.
    let run = try #require(BuiltInVerifications.all.first { $0.name == "sse-resumable" })
    let token = try #require(await run.token(ofRun: 1))
    #expect(try run.replay(token).violation == nil)
    let failure = """
      "failure":{"alsoBroken":[],"expected":"a","expectedTranscript":[],"rule":102,"seen":"b",\
      "seenTranscript":[],"situation":"c","timeline":[],"token":"pipeline.sse-resumable.\(token)"},\
      "happened"
      """
    let text = try Self.text("share", folder).split(separator: "\n").map(String.init)
    let line = try #require(text.dropFirst().first)
    try folder.write(
      Array(
        ([text[0], line.replacing("\"happened\"", with: failure)].joined(separator: "\n") + "\n")
          .utf8), to: "share")
    let merged = try await FinishedCommand.run(
      ["simulate", "--merge", "--timelines", "\(folder.path)/pictures", share])
    #expect(merged.status == 1)
    #expect(merged.outputText.contains("102"))
    // In the command it is made of another number of steps than in a test, or breaks no rule.
    #expect(merged.errorText.contains("no picture of 'pipeline.sse-resumable."))
    #expect(try Self.text("pictures/index.html", folder).contains("No rule is broken."))
  }

  @Test func whatBreaksNothingNowIsNoLongerThere() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("mine".utf8), to: "102-mine.html")
    let totals = try await Self.totals(0..<14)
    let pictures = TimelineFolder(path: folder.path)
    let drawings = totals.drawings(of: Self.broken) { _ in }
    // The second time all that is written has been there before.
    let capitals = drawings.map { drawing in
      TimelineFolder.Drawing(
        rule: drawing.rule, name: drawing.name, label: "Run-A", seen: drawing.seen,
        picture: drawing.picture)
    }
    for _ in 0..<2 {
      try pictures.write(drawings + capitals) { false }
      #expect(try Self.files(folder).count == 4 * drawings.count + 2)
    }
    try pictures.write([drawings[0]]) { false }
    #expect(try Self.files(folder).count == 4)
    try pictures.write([]) { false }
    #expect(try Self.files(folder) == ["102-mine.html", "index.html"])
  }

  @Test func aCaptureIsDrawn() async throws {
    let folder = try TemporaryFolder()
    let capture = "id: 1\nevent: update\ndata: {}\n\nid: 1\nevent: update\ndata: {}\n\n"
    try folder.write(Array(capture.utf8), to: "capture")
    let checked = try await FinishedCommand.run([
      "check", "--wire", "sse", "--timelines", "\(folder.path)/p", "\(folder.path)/capture",
    ])
    #expect(checked.status == 1, "\(checked.errorText)")
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/p")
    #expect(files.count >= 3 && files.contains("index.html"))
  }
}
