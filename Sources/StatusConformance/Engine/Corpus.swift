import DeterministicSimulation
import Foundation

/// A folder that keeps what has failed, so that it is tried first the next time.
///
/// Each run that broke a rule is a file of its own, whose one line is the token of the run with
/// its stage and its implementation. So folders can be merged by copying, and what is settled is
/// deleted by its name, which ends in a digest of the token.
package struct Corpus: Sendable {
  /// The path.
  package let folder: String

  private static let suffix = ".token"

  /// Opens a folder, which is made if there is none.
  package init(folder: String) throws(CorpusError) {
    guard !folder.isEmpty else { throw CorpusError("'' is no folder: expected its path") }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CorpusError("'\(folder)' is no folder, and can't be made one")
    }
    self.folder = folder
  }

  /// What is kept, in the order of the files' names.
  ///
  /// - Throws: ``CorpusError`` for a file that holds no token.
  package func tokens() throws(CorpusError) -> [ConformanceToken] {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw CorpusError("the folder '\(folder)' can't be read")
    }
    var tokens: [ConformanceToken] = []
    for name in names.sorted() where name.hasSuffix(Self.suffix) {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
        // Another process may have deleted it.
        continue
      }
      let text = String(decoding: data, as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      do { tokens.append(try ConformanceToken(parsing: text)) } catch {
        throw CorpusError("'\(folder)/\(name)' holds no token: \(error)")
      }
    }
    return tokens
  }

  /// Keeps a token, once.
  package func keep(_ token: ConformanceToken) throws(CorpusError) {
    let text = "\(token)"
    let name = String(
      "\(token.subject.rawValue)-\(token.name)".map { (character) -> Character in
        // Of others eighty may take more bytes than a file's name can have.
        let isPlain = character.isASCII && (character.isLetter || character.isNumber)
        return isPlain || character == "." ? character : "-"
      }.prefix(80))
    let path = "\(folder)/\(name)-\(text.digest)\(Self.suffix)"
    if FileManager.default.fileExists(atPath: path) { return }
    do {
      try Data("\(text)\n".utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw CorpusError("'\(path)' can't be written")
    }
  }

  /// The violation of a rule in a run that is kept of a verification; `nil` if there is none.
  ///
  /// A token that leads to another run than it was made from says nothing: what it was made from has
  /// changed.
  package func violation(
    of rule: ConformanceRule, by verification: any Verification
  ) throws(CorpusError) -> Violation? {
    guard verification.verifier.runner.execution.isExplored else { return nil }
    for token in try tokens()
    where token.subject == verification.subject && token.name == verification.name {
      guard token.run.configuration == .current,
        let replay = try? verification.replay(token.run), let violation = replay.violation
      else { continue }
      if violation.rule == rule { return violation }
    }
    return nil
  }
}

/// A corpus that can't be used.
package struct CorpusError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is in the way.
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}
