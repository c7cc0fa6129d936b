import StatusStreaming
import Testing

@testable import DocumentedExamples

@Suite("The article on what a server does for each ending")
struct EndingsTests {
  @Test("has every answer with its status", arguments: AdmissionAnswer.Reason.allCases)
  func answers(reason: AdmissionAnswer.Reason) throws {
    let text = try Documents.ofThisPackage.text(
      of: "Sources/StatusStreaming/StatusStreaming.docc/Endings.md")
    #expect(text.contains("\n| `\(reason)` | \(reason.status) | "))
  }
}
