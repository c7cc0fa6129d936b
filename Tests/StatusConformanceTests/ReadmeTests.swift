import Foundation
import SampleImplementations
import StatusConformance
import StatusStreaming
import Testing

@Suite("What the README says of the rules")
struct ReadmeTests {
  private func readme() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    return try String(
      contentsOf: root.appending(path: "README.md").standardized, encoding: .utf8)
  }

  @Test("counts the implementations that they are held to")
  func counts() throws {
    let text = try readme().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let faulty = "held to \(Sample.faulty.count) faulty implementations,"
    let correct = "and \(Sample.correct.count) correct ones."
    for claim in [faulty, correct] {
      let isMade = text.contains(claim)
      #expect(isMade, "\(claim)")
    }
  }

  @Test("shows a failure as it is printed")
  func failure() async throws {
    let violation = try #require(
      await DeliveryVerification { run in
        let streaming = run.spawn {
          var last = run.resumeAfter
          while true {
            for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
              try await run.sink.send(event)
              last = event.sequence
            }
            try await run.clock.sleep(for: .milliseconds(50))
          }
        }
        _ = try await run.agent()
        streaming.cancel()
      }.verifyAll().violations.first)
    // A token is of one build configuration; all else is the same in each.
    let printed = "\(violation)".split(separator: "\n").filter { !$0.hasPrefix("replay token") }
    let shown = try readme().split(separator: "\n").filter { !$0.hasPrefix("replay token") }
    let isShown = shown.contains(printed)
    #expect(isShown, "\(violation)")
  }
}
