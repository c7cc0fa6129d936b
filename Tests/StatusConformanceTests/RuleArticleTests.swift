import Foundation
import GoldenTranscripts
import StatusConformance
import Testing

@Suite("The article on the rules")
struct RuleArticleTests {
  @Test("is what the rules say: STATUS_TRANSCRIPTS=all makes it so")
  func isCurrent() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/StatusConformance").standardized
    let article = Transcript(
      scenario: "StatusConformance.docc",
      files: [TranscriptFile(name: "Rules.md", bytes: Array(ConformanceRule.article.utf8))])
    let store = GoldenStore(root: root.path)
    let environment = ProcessInfo.processInfo.environment
    if environment["STATUS_TRANSCRIPTS"] == "all", environment["CI"] == nil {
      _ = try store.record([article], isComplete: false)
    }
    let report = try store.check([article], isComplete: false)
    #expect(!report.hasDifferences, "\(report)")
  }
}
