import Foundation
import Testing

@testable import StatusTesting

/// A folder in a test source's place, there for one test, with the goldens beside that source.
final class TranscriptFolder: Sendable {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "status-testing-\(UUID().uuidString)").path

  init() throws {
    try createFolder("")
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Evaluates an expectation of a test whose source is in the folder.
  func expect(
    _ text: String, named name: String = "receipt.txt", _ variables: [String: String] = [:],
    line: Int = 1, ledger: TranscriptLedger = TranscriptLedger()
  ) {
    expectation(text, named: name, variables, line: line, ledger: ledger).evaluate()
  }

  /// An expectation of a test whose source is in the folder.
  ///
  /// - Parameter ledger: that of a run; a new one unless given, which knows of nothing before.
  func expectation(
    _ text: String, named name: String = "receipt.txt", _ variables: [String: String] = [:],
    line: Int = 1, ledger: TranscriptLedger = TranscriptLedger()
  ) -> TranscriptExpectation {
    let source = SourceLocation(
      fileID: "ShopTests/Receipt+Tests.swift", filePath: "\(path)/Receipt+Tests.swift",
      line: line, column: 3)
    var expectation = TranscriptExpectation(
      Array(text.utf8), named: name, sourceLocation: source)
    expectation.environment = TranscriptEnvironment(variables)
    expectation.ledger = ledger
    return expectation
  }

  /// Puts a golden, or any other file, beside the source.
  func write(
    _ text: String, to name: String = "__Transcripts__/Receipt-Tests/receipt.txt"
  ) throws {
    let file = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func createFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(path)/\(name)", withIntermediateDirectories: true)
  }

  /// The files by their paths, each with its contents.
  func files() throws -> [String: String] {
    var files: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      let contents = FileManager.default.contents(atPath: "\(path)/\(name)")
      if let contents { files[name] = String(decoding: contents, as: UTF8.self) }
    }
    return files
  }
}
