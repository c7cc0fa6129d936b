/// A fenced block of a document.
package struct CodeBlock: Sendable, Hashable {
  /// The document's path from the package's root.
  package let path: String
  /// The number of the block's first line, the one below its fence, from 1 on.
  package let line: Int
  /// What the fence says that it is, in lower case; empty if it says nothing.
  package let language: String
  /// The lines, without what makes them part of the document.
  package let lines: [String]
  /// What precedes each line in the document, in characters.
  package let indentation: Int
  /// What the comment above the block says.
  package let marker: Marker?

  /// Where a reader finds it.
  package var place: String { "\(path):\(line)" }

  /// The lines as one text.
  package var text: String { lines.map { $0 + "\n" }.joined() }
}

/// A document that can't be read, with the place to look at.
package struct DocumentError: Error, CustomStringConvertible {
  /// The message as a compiler prints it.
  package let description: String

  init(_ message: String, path: String, line: Int) {
    description = "\(path):\(line): error: \(message)"
  }
}
