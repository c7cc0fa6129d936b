import Testing

@testable import DocumentedExamples

/// Failures as the documents show them, some of which break off with an ellipsis.
enum ShownFailures {
  /// A check of issues: all are shown word for word where the documents show failures of that rule.
  static func check(ofRule rule: Int) -> @Sendable ([String]) throws -> Void {
    { issues in
      let shown = try Documents.ofThisPackage.blocks().filter {
        $0.text.hasPrefix("rule \(rule): ")
      }
      #expect(!shown.isEmpty && !issues.isEmpty)
      for issue in issues {
        let lines = generalized(issue)
        for block in shown {
          var expected = generalized(block.text)
          let isCut = expected.last == "…"
          if isCut { expected.removeLast() }
          #expect(
            (isCut ? Array(lines.prefix(expected.count)) : lines) == expected, "\(block.place)")
        }
      }
    }
  }

  /// The message without its token, which is of one build configuration, as of a test that is not
  /// nested; line by line, so that a difference is short.
  private static func generalized(_ message: String) -> [String] {
    message.split(separator: "\n").map { line in
      line.replacing(#/sim1[\w-]+/#, with: "TOKEN")
        .replacing(#/ExampleTests\\\.\w+/\w+//#, with: #"MyTests\."#)
    }.map(String.init)
  }
}
