import Testing

@testable import DocumentedExamples

@Suite("The article on wire formats")
struct WireFormatTests {
  @Test("shows what a golden has, byte for byte")
  func excerpts() throws {
    let documents = Documents.ofThisPackage
    let goldens = try documents.paths { $0.hasPrefix("Fixtures/Transcripts/bug/") }
      .map(documents.text)
    let excerpts = try documents.blocks().filter {
      $0.path.hasSuffix("StatusStreaming.docc/WireFormats.md") && $0.language == "text"
    }
    #expect(excerpts.count >= 4)
    for excerpt in excerpts {
      let bytes = Array(excerpt.text.utf8)
      let isShown = goldens.contains { Array($0.utf8).firstRange(of: bytes) != nil }
      #expect(isShown, "\(excerpt.place)")
    }
  }
}
