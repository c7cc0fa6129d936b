import Testing

@testable import DocumentedExamples

@Suite("The article on testing one's own sink")
struct ThirdPartyPackageTests {
  @Test("shows what the third party's package has, in ten lines each")
  func examples() throws {
    let documents = Documents.ofThisPackage
    let tests = try documents.text(
      of: "Tests/ThirdPartySink/Tests/ThirdPartySinkTests/ThirdPartyTests.swift")
    let blocks = try documents.blocks().filter {
      $0.path == "Sources/StatusConformance/StatusConformance.docc/TestYourOwnSink.md"
    }
    #expect(blocks.count == 3)
    for block in blocks {
      #expect(tests.contains(block.text), "\(block.place)")
      #expect(block.lines.count <= 10, "\(block.place)")
    }
  }
}
