import Foundation

/// A block of Swift as it is compiled.
package struct Example: Sendable {
  /// What becomes of a block.
  package enum Treatment: Sendable, Hashable {
    /// It is executed as a whole, or holds tests, which run.
    case run
    /// It is compiled, and not run for a reason.
    case compiled(String)
    /// It is neither, for a reason.
    case neither(String)
  }

  /// What the lines of a block are.
  enum Form {
    case statements, tests, declarations
  }

  /// The block.
  package let block: CodeBlock
  let form: Form
  /// The imports that the block shows.
  let shownImports: [String]
  /// The lines without the imports and `@main`.
  let body: [String]
  /// The type that `@main` makes the program.
  let mainType: String?

  /// Examines a block.
  ///
  /// - Returns: `nil` if the block is not Swift, or a part of a file that is compiled anyway.
  /// - Throws: ``DocumentError`` if a user could not compile it.
  package init?(_ block: CodeBlock) throws {
    guard block.language == "swift", block.marker?.file == nil else { return nil }
    self.block = block
    shownImports = block.lines.filter { Self.isImport($0) }
    let mainType = block.text.firstMatch(
      of: #/(?m)^@main\s+(?:\w+\s+)*?(?:struct|class|enum|actor)\s+(\w+)/#)
    self.mainType = (mainType?.1).map(String.init)
    body = block.lines.map { line in
      Self.isImport(line) ? "" : mainType == nil ? line : line.replacing(/^@main\b/, with: "")
    }
    let starts = body.filter { $0.contains(/^[^\s})\].\/{#]/) }
    let areTests = starts.contains { $0.contains(/^@(Test|Suite)\b/) }
    let declaration =
      #/
      ^(@|(public|package|internal|fileprivate|private|final|indirect|nonisolated|distributed)\b
      |(actor|struct|class|enum|protocol|extension|func|typealias|macro)\s)
      /#
    let areDeclarations = starts.allSatisfy { $0.contains(declaration) }
    form = areTests ? .tests : areDeclarations ? .declarations : .statements
    if !shownImports.isEmpty, !shownImports.contains("import Testing"),
      block.text.contains(/(@(Test|Suite)|#(expect|require))\b/)
    {
      throw DocumentError(
        "this example uses Testing, and does not import it", path: block.path, line: block.line)
    }
  }

  /// What becomes of the block.
  package var treatment: Treatment {
    if let reason = block.marker?.reasonNotToCompile { return .neither(reason) }
    if let reason = block.marker?.reasonNotToRun { return .compiled(reason) }
    if form == .declarations, mainType == nil, block.marker?.check == nil {
      return .compiled("declares something, and there is nothing to run")
    }
    return .run
  }

  private static func isImport(_ line: String) -> Bool {
    line.contains(/^(@\w+(\(\w+\))?\s+)*((public|package|internal)\s+)?import\s/)
  }
}
