import Foundation
import Testing

@Suite("The article on testing one's own sink")
struct ArticleExampleTests {
  @Test("shows what the third-party package has")
  func examples() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    func text(_ path: String) throws -> String {
      try String(contentsOf: root.appending(path: path).standardized, encoding: .utf8)
    }
    let article = try text(
      "Sources/StatusConformance/StatusConformance.docc/TestYourOwnSink.md")
    let tests = try text("Tests/ThirdPartySink/Tests/ThirdPartySinkTests/ThirdPartyTests.swift")
    let examples = article.components(separatedBy: "```swift\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    #expect(examples.count == 3)
    for example in examples {
      #expect(tests.contains(example), "\(example)")
      #expect(example.split(separator: "\n").count <= 10, "\(example)")
    }
  }
}
