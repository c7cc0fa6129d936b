import Testing

@testable import DocumentedExamples

/// The loop on the front page, whose failure is shown below it.
@Suite(.failing(expectFailureOnFrontPage))
enum PollLoopExample {}

@Sendable private func expectFailureOnFrontPage(_ issues: [String]) throws {
  let shown = try #require(
    Documents.ofThisPackage.blocks().first {
      $0.path == "README.md" && $0.text.hasPrefix("rule 102")
    })
  let issue = try #require(issues.first)
  #expect(issues.count == 1)
  #expect(generalized(issue) == generalized(shown.text))
}

/// The message without its token, which is of one build configuration, as of a test that is not
/// nested; line by line, so that a difference is short.
private func generalized(_ message: String) -> [String] {
  message.split(separator: "\n").map { line in
    line.replacing(#/sim1[\w-]+/#, with: "TOKEN")
      .replacing(#/ExampleTests\\\.\w+/\w+//#, with: #"MyTests\."#)
  }.map(String.init)
}
