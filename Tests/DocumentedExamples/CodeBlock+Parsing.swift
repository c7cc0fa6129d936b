import Foundation

/// The lines of a document as a Markdown processor gets them.
private struct Line {
  let number: Int
  let text: Substring
  /// How many characters of the file's line precede the text.
  let margin: Int

  var indentation: Int { text.prefix { $0 == " " }.count }

  /// A fence's character, how often it stands there, and what follows.
  var fence: (mark: Character, length: Int, info: String)? {
    let text = text.drop { $0 == " " }
    guard let mark = text.first, mark == "`" || mark == "~" else { return nil }
    let length = text.prefix { $0 == mark }.count
    let info = text.dropFirst(length)
    guard length >= 3, mark == "~" || !info.contains("`") else { return nil }
    return (mark, length, info.trimmingCharacters(in: .whitespaces))
  }
}

extension CodeBlock {
  /// The blocks of a document, of which only the documentation comments count if it is Swift.
  ///
  /// Code that is only indented counts as a block without a language.
  ///
  /// - Throws: ``DocumentError``.
  package static func all(in text: String, path: String) throws -> [CodeBlock] {
    var blocks: [CodeBlock] = []
    for part in path.hasSuffix(".swift") ? comments(in: text) : [lines(in: text)] {
      var parser = Parser(path: path)
      for line in part { try parser.read(line) }
      blocks += try parser.finish()
    }
    return blocks
  }

  private static func lines(in text: String) -> [Line] {
    // CR LF is one character.
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.enumerated()
      .map { Line(number: $0 + 1, text: $1, margin: 0) }
  }

  private static func comments(in text: String) -> [[Line]] {
    lines(in: text).split { !$0.text.drop { $0 == " " }.hasPrefix("///") }.map { comment in
      comment.map { line in
        let text = line.text.drop { $0 == " " }.dropFirst(3)
        let content = text.first == " " ? text.dropFirst() : text
        return Line(
          number: line.number, text: content, margin: line.text.count - content.count)
      }
    }
  }
}

/// Takes a document line by line.
private struct Parser {
  private enum State {
    case text
    case comment(lines: [Substring], from: Int)
    case fence(mark: Character, length: Int, info: String, opening: Line, lines: [String])
  }

  let path: String
  private var state = State.text
  private var marker: (marker: Marker, line: Int)?
  private var isBlank = true
  private var isList = false
  private var blocks: [CodeBlock] = []

  init(path: String) {
    self.path = path
  }

  mutating func read(_ line: Line) throws {
    switch state {
    case .text: try readText(line)
    case .comment(let lines, let first):
      try readComment(lines + [line.text], from: first)
    case .fence(let mark, let length, let info, let opening, let lines):
      if let fence = line.fence, fence.mark == mark, fence.length >= length, fence.info.isEmpty {
        add(lines, language: info, from: opening.number + 1, opening)
        state = .text
        return
      }
      let text = line.text.dropFirst(min(line.indentation, opening.indentation))
      state = .fence(
        mark: mark, length: length, info: info, opening: opening, lines: lines + [String(text)])
    }
  }

  mutating func finish() throws -> [CodeBlock] {
    switch state {
    case .fence(_, _, _, let opening, _):
      throw DocumentError("this fence is never closed", path: path, line: opening.number)
    case .comment(_, let line):
      throw DocumentError("this comment is never closed", path: path, line: line)
    case .text: try expectNoMarker()
    }
    return blocks
  }

  private mutating func readText(_ line: Line) throws {
    let text = line.text.trimmingCharacters(in: .whitespaces)
    defer { isBlank = text.isEmpty }
    if let fence = line.fence {
      let info = fence.info.prefix { !$0.isWhitespace && $0 != "," }.lowercased()
      state = .fence(
        mark: fence.mark, length: fence.length, info: info, opening: line, lines: [])
    } else if text.hasPrefix("<!--") {
      try expectNoMarker()
      try readComment([line.text], from: line.number)
    } else if !text.isEmpty {
      try expectNoMarker()
      if line.indentation >= 4, isBlank, !isList {
        add([text], language: "", from: line.number, line)
      } else if line.indentation < 4 {
        isList =
          text.prefixMatch(of: /([-*+]|\d+[.)])\s/) != nil || (isList && !isBlank)
          || (isList && line.indentation > 0)
      }
    }
  }

  private mutating func readComment(_ lines: [Substring], from first: Int) throws {
    guard lines.last?.contains("-->") == true else {
      state = .comment(lines: lines, from: first)
      return
    }
    state = .text
    let text = lines.joined(separator: "\n")
    guard let match = text.firstMatch(of: /<!--(?s:(.*?))-->/) else { return }
    marker = try Marker(String(match.1), path: path, line: first).map { ($0, first) }
  }

  private mutating func add(_ lines: [String], language: String, from first: Int, _ start: Line) {
    blocks.append(
      CodeBlock(
        path: path, line: first, language: language, lines: lines,
        indentation: start.margin + start.indentation, marker: marker?.marker))
    marker = nil
  }

  private func expectNoMarker() throws {
    guard let marker else { return }
    throw DocumentError(
      "this marker stands above no block of code", path: path, line: marker.line)
  }
}
