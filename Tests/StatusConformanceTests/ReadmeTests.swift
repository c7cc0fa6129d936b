import Foundation
import SampleImplementations
import StatusConformance
import Testing

@Suite("What the README says of the rules")
struct ReadmeTests {
  @Test("counts them, and the implementations that they are held to")
  func counts() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let readme = try String(
      contentsOf: root.appending(path: "README.md").standardized, encoding: .utf8)
    let text = readme.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let faulty = "held to \(Sample.faulty.count) faulty implementations,"
    let correct = "and \(Sample.correct.count) correct ones."
    let rules = "| those you think of | \(ConformanceRule.all.count) |"
    for claim in [faulty, correct, rules] {
      let isMade = text.contains(claim)
      #expect(isMade, "\(claim)")
    }
  }
}
