import Foundation
import GoldenTranscripts
import Testing

@Suite("The description of the formats")
struct FormatDescriptionTests {
  /// The examples in `Fixtures/README.md`, by the language that their fences name.
  private func example(_ language: String) throws -> [UInt8] {
    var folder = URL(filePath: #filePath)
    while folder.lastPathComponent != "Tests" { folder.deleteLastPathComponent() }
    let file = folder.deletingLastPathComponent().appending(path: "Fixtures/README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let parts = text.split(separator: "```\(language)\n", maxSplits: 1)
    let example = try #require(parts.last?.split(separator: "```\n", maxSplits: 1).first)
    return Array(example.utf8)
  }

  @Test("has an example of events that can be read")
  func events() throws {
    let listing = try EventListing(parsing: example("jsonl"), path: "README.md")
    #expect(listing.events.count == 3)
  }

  @Test("has an example of frames of every kind that can be rebuilt")
  func frames() throws {
    let listing = try FrameListing(parsing: example("frames"), path: "README.md")
    for kind in ["text", "text+", "continuation", "binary", "ping", "pong", "close", "incomplete"] {
      #expect(String(decoding: listing.bytes, as: UTF8.self).contains(" \(kind) "))
    }
  }

  @Test("has an example of a terminal that can be decoded")
  func terminal() throws {
    let file = TranscriptFile(name: "terminal.txt", bytes: try example("terminal"))
    let stream = try ObservedStream(decoding: file)
    #expect(stream.events.count == 5)
    #expect(stream.isWhole)
  }
}
