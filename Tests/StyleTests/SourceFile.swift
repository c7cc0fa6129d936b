import Foundation
import Testing

/// A Swift file of the package, as the style rules see it.
struct SourceFile: CustomTestStringConvertible {
  /// The path from the package's root.
  let path: String
  let lines: [String]

  /// The lines that are not comments, with their numbers.
  let code: [(number: Int, text: String)]

  private let bytes: Data

  init(path: String, lines: [String]) {
    self.path = path
    self.lines = lines
    code = lines.enumerated().compactMap { index, line in
      line.utf8.drop { $0 == UInt8(ascii: " ") }.starts(with: "//".utf8) ? nil : (index + 1, line)
    }
    bytes = Data(lines.joined(separator: "\n").utf8)
  }

  /// Whether a word is anywhere in the file, which is told a hundred times faster than a pattern.
  func contains(_ word: String) -> Bool { bytes.range(of: Data(word.utf8)) != nil }

  /// The folder below `Sources`, `Tests` or `Benchmarks`, which is the module's name.
  var module: String { String(path.split(separator: "/").dropFirst().first ?? "") }

  /// The folder in the module; empty for the files beside the folders.
  var folder: String { path.split(separator: "/").dropFirst(2).dropLast().joined(separator: "/") }

  var testDescription: String { path }

  /// The package's root, found from this file.
  static let root = {
    var folder = URL(filePath: #filePath)
    while folder.lastPathComponent != "Tests" { folder.deleteLastPathComponent() }
    return folder.deletingLastPathComponent()
  }()

  /// All Swift files below the folders given.
  static func all(in folders: [String]) -> [SourceFile] {
    folders.flatMap { folder -> [SourceFile] in
      let base = root.appending(path: folder)
      let paths = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String }
      return (paths ?? []).filter { $0.hasSuffix(".swift") && !$0.contains(".build") }.sorted()
        .compactMap { path in
          guard
            let text = try? String(contentsOf: base.appending(path: path), encoding: .utf8)
          else { return nil }
          let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
          return SourceFile(path: "\(folder)/\(path)", lines: lines.map(String.init))
        }
    }
  }
}
