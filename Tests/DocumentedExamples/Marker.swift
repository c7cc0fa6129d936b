import Foundation

/// What an HTML comment directly above a block says of it.
///
/// Markdown and DocC show nothing of it. It is one of
///
/// ```text
/// <!-- example in SURROUNDINGS -->
/// <!-- example in SURROUNDINGS, then STATEMENTS -->
/// <!-- example, then STATEMENTS -->
/// <!-- not run: REASON -->
/// <!-- not compiled: REASON -->
/// <!-- part of PATH -->
/// ```
///
/// The surroundings are a type of the test target, in a file of its name, whose nested types and
/// static members the block may use, and whose file's imports it gets if it shows none. The
/// statements follow the block where its variables can be seen. `in SURROUNDINGS` may also stand
/// after `not run`. What is a part of a file is compiled where that is.
package struct Marker: Sendable, Hashable {
  /// The type within which the block is compiled.
  package var surroundings: String?
  /// What is executed after the block.
  package var check: String?
  /// The number of the line on which the check begins.
  package var checkLine: Int
  /// Why the block is compiled, but not run.
  package var reasonNotToRun: String?
  /// Why the block is not compiled.
  package var reasonNotToCompile: String?
  /// The path of the file that the block is a part of, from the package's root.
  package var file: String?

  /// Reads a comment's text, which begins on a line of the document.
  ///
  /// - Returns: `nil` if the comment is about something else.
  /// - Throws: ``DocumentError``.
  init?(_ comment: String, path: String, line: Int) throws {
    let text = comment.trimmingCharacters(in: .whitespacesAndNewlines)
    checkLine = line
    if let match = text.wholeMatch(of: /not compiled:\s+(\S(?s:.*))/) {
      reasonNotToCompile = String(match.1)
    } else if let match = text.wholeMatch(of: /part of\s+(\S+)/) {
      file = String(match.1)
    } else if let match = text.wholeMatch(of: /not run(?: in (\w+))?:\s+(\S(?s:.*))/) {
      surroundings = match.1.map(String.init)
      reasonNotToRun = String(match.2)
    } else if let match = text.wholeMatch(
      of: /example(?:\s+in\s+(\w+))?(?:,\s+then\s+(\S(?s:.*)))?/),
      match.1 != nil || match.2 != nil
    {
      surroundings = match.1.map(String.init)
      check = match.2.map(String.init)
      if let check = match.2 {
        checkLine += text[..<check.startIndex].count { $0.isNewline }
        checkLine += comment.prefix { $0.isWhitespace }.count { $0.isNewline }
      }
    } else if text.firstMatch(of: /^(example|not (run|compiled)|part of)\b/) != nil {
      throw DocumentError(
        "'\(text)' is no marker: expected 'example in TYPE', 'example, then STATEMENTS', "
          + "'example in TYPE, then STATEMENTS', 'not run: REASON', 'not compiled: REASON' or "
          + "'part of PATH'",
        path: path, line: line)
    } else {
      return nil
    }
  }
}
