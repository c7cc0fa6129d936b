import Foundation

/// The source of one pair of programs, which holds both versions.
struct ProgramSource: CustomStringConvertible, Sendable {
  struct Unreadable: Error, CustomStringConvertible {
    let description: String
  }

  /// The name of the file, without its extension.
  let name: String
  let lines: [String]

  /// The files that declare programs.
  static let all: [ProgramSource] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "CorrectPrograms")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.sorted().compactMap { file in
      guard let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8)
      else { return nil }
      let source = ProgramSource(
        name: String(file.dropLast(".swift".count)),
        lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
      return source.declared.isEmpty ? nil : source
    }
  }()

  var description: String { name }

  /// The names of the programs that it declares.
  var declared: [String] {
    lines.compactMap { $0.firstMatch(of: /static let (\w+) = Program\(/).map { String($0.1) } }
  }

  /// The lines that the compiler sees, without their indentation and without blank ones.
  ///
  /// - Throws: ``Unreadable`` if a condition is about anything else than `FAULTY`.
  func lines(faulty isFaulty: Bool) throws -> [String] {
    var isSeen: Bool?
    let seen = try lines.compactMap { line -> String? in
      let line = line.trimmingCharacters(in: .whitespaces)
      switch line {
      case "#if FAULTY": isSeen = isFaulty
      case "#if !FAULTY": isSeen = !isFaulty
      case "#else": isSeen = isSeen.map { !$0 }
      case "#endif": isSeen = nil
      default:
        if line.hasPrefix("#") { throw Unreadable(description: "\(name): \(line)") }
        return isSeen ?? true ? line : nil
      }
      return nil
    }
    return seen.filter { !$0.isEmpty }
  }
}
