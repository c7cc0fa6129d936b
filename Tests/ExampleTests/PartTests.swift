import Testing

@testable import DocumentedExamples

@Suite("Blocks that are parts of files")
struct PartTests {
  @Test("stand there as they are, in files of the real peers")
  func parts() throws {
    let documents = Documents.ofThisPackage
    let parts = try documents.blocks().filter { $0.marker?.file != nil }
    #expect(Set(parts.map(\.path)).contains("README.md"))
    for part in parts {
      let path = try #require(part.marker?.file)
      // Nothing else of which CI compiles every file.
      #expect(path.hasPrefix("Tests/RealPeers/Sources/"), "\(part.place)")
      let text = try "\n\(documents.text(of: path))"
      // As deep in the file as it may be.
      let isPart = stride(from: 0, through: 8, by: 2).contains { depth in
        let margin = String(repeating: " ", count: depth)
        let lines = part.lines.map { $0.isEmpty ? "\n" : "\(margin)\($0)\n" }
        return text.contains("\n" + lines.joined())
      }
      #expect(isPart, "\(part.place): expected lines of \(path)")
    }
  }
}
