/// A page as a reader has it: elements, attributes and texts, read by the rules of XML.
struct Page {
  struct Element: Equatable {
    let name: String
    let attributes: [String: String]
    let depth: Int
    /// The text in it and in what it holds.
    var text = ""
  }

  struct Malformed: Error, Equatable {
    let reason: String
  }

  /// In the order in which they begin.
  private(set) var elements: [Element] = []

  /// Reads a page.
  ///
  /// - Throws: ``Malformed`` at what is not well-formed.
  init(_ text: String) throws {
    var rest = Substring(text)
    guard rest.hasPrefix("<!DOCTYPE html>") else { throw Malformed(reason: "no document type") }
    rest = rest.dropFirst("<!DOCTYPE html>".count)
    var open: [Int] = []
    while let first = rest.unicodeScalars.first {
      if first != "<" {
        let end = rest.unicodeScalars.firstIndex(of: "<") ?? rest.endIndex
        let content = try Self.unescaped(rest[..<end])
        for index in open { elements[index].text += content }
        if open.isEmpty, !content.allSatisfy(\.isWhitespace) { throw Malformed(reason: content) }
        rest = rest[end...]
        continue
      }
      guard let end = rest.unicodeScalars.firstIndex(of: ">") else {
        throw Malformed(reason: "an open tag")
      }
      let tag = rest[rest.unicodeScalars.index(after: rest.startIndex)..<end]
      rest = rest[rest.unicodeScalars.index(after: end)...]
      if tag.hasPrefix("/") {
        guard let last = open.popLast(), elements[last].name == tag.dropFirst() else {
          throw Malformed(reason: "\(tag) closes nothing")
        }
      } else {
        let element = try Self.element(tag, depth: open.count)
        elements.append(element)
        if !tag.hasSuffix("/") { open.append(elements.count - 1) }
      }
    }
    guard open.isEmpty else { throw Malformed(reason: "\(open.count) open elements") }
  }

  private static func element(_ tag: Substring, depth: Int) throws -> Element {
    var text = tag.hasSuffix("/") ? tag.dropLast() : tag
    let name = text.prefix { $0 != " " }
    guard name.wholeMatch(of: /[a-z][a-z0-9]*/) != nil else { throw Malformed(reason: "\(tag)") }
    text = text.dropFirst(name.count)
    var attributes: [String: String] = [:]
    while let match = text.prefixMatch(of: /\s+([a-zA-Z-]+[0-9]?)="([^"<]*)"/) {
      guard attributes[String(match.1)] == nil else { throw Malformed(reason: "twice \(match.1)") }
      attributes[String(match.1)] = try unescaped(match.2)
      text = text[match.range.upperBound...]
    }
    guard text.isEmpty else { throw Malformed(reason: "\(text) in \(tag)") }
    return Element(name: String(name), attributes: attributes, depth: depth)
  }

  /// By scalars, since a mark after a semicolon is one character with it.
  private static func unescaped(_ text: Substring) throws -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars
    let entities =
      [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] as [(String, Unicode.Scalar)]
    while let first = rest.popFirst() {
      guard first == "&" else {
        result.append(first)
        continue
      }
      let entity = entities.first { rest.starts(with: $0.0.unicodeScalars.dropFirst()) }
      guard let entity else { throw Malformed(reason: "a bare ampersand in \(text)") }
      rest.removeFirst(entity.0.unicodeScalars.count - 1)
      result.append(entity.1)
    }
    return String(result)
  }
}
