import Foundation
import GoldenTranscripts
import ReferenceScenarios
import Testing
import status_stream

/// The goldens that lie beside the package's sources.
@Suite struct GoldensTests {
  @Test func areWhatPlayingTheScenariosGives() throws {
    let root = fixtureURL("Transcripts").path
    let report = try GoldenStore(root: root)
      .check(Scenario.all.map { try Transcript(playing: $0) }, isComplete: true)
    let command = try recordCommand(["--check"])
    // Each has a bounded diff, but a change in an encoder makes a hundred of them.
    let first = report.entries.filter { $0.verdict != .unchanged }.prefix(5)
    let advice = "\(command.summary(of: report))\n\(command.advice(on: report))"
    let isSame = !report.hasDifferences
    #expect(isSame, "\(first.map { "\($0)\n" }.joined())\(advice)")
    #expect(report.entries.count > 90)
  }

  @Test(arguments: Scenario.all)
  func areTheSameEachTime(scenario: Scenario) throws {
    let first = try Transcript(playing: scenario)
    let second = try Transcript(playing: scenario)
    #expect(first.files.map(\.name) == second.files.map(\.name))
    let isSame = first == second
    #expect(isSame)
  }

  /// Recording anew can't change what this compares with.
  @Test func holdTheSeedDocumentsTranscript() throws {
    let run = try fixture("SeedDocument/transcript.txt").split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let frame = run.drop { !$0.starts(with: "  ┌".utf8) }.prefix { !$0.isEmpty }
    let isSame =
      try fixture("Transcripts/documents/terminal.txt")
      == frame.flatMap { $0 + [UInt8(ascii: "\n")] }
    #expect(isSame)
    #expect(frame.count == 13)
  }

  @Test func holdWhatOtherImplementationsWrite() throws {
    let isSameStream =
      try fixture("Transcripts/documents/reference.sse") == fixture("Reference/documents.sse")
    #expect(isSameStream)
    let listing = try FrameListing(
      parsing: fixture("Transcripts/documents/websocket.frames"), path: "websocket.frames")
    let isSameConnection = try listing.wire == fixture("Reference/documents.websocket")
    #expect(isSameConnection)
  }
}
