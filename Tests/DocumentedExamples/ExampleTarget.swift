import Foundation

/// The test target into which the examples are compiled.
package struct ExampleTarget {
  private let documents: Documents
  private let folder: String
  private let paths: [String]

  /// Describes the target whose folder's path is given from the root.
  package init(documents: Documents, folder: String) {
    self.documents = documents
    self.folder = folder
    paths = documents.paths { $0.hasPrefix("\(folder)/") }
  }

  /// The sources of as many files as there may be, in each of which is one example, or more if
  /// there are more examples than files; and a list of what they hold.
  ///
  /// - Throws: ``DocumentError`` for what can't be compiled.
  package func sources(files: Int) throws -> (examples: [String], list: String) {
    let blocks = try documents.blocks()
    let examples = try blocks.compactMap { try Example($0) }
    var sources = Array(repeating: "", count: files)
    var ordinals: [String: Int] = [:]
    for (index, example) in examples.enumerated() {
      if case .neither = example.treatment { continue }
      // A name may not begin with a number.
      let stem = "In_" + String(example.block.path.map { $0.isLetter || $0.isNumber ? $0 : "_" })
      ordinals[stem, default: 0] += 1
      sources[index % files] += try example.source(
        named: "\(stem)_\(ordinals[stem] ?? 0)", root: documents.root.path,
        imports: imports(for: example.block))
    }
    return (sources, list(of: examples.map(\.block)))
  }

  /// The text of `main.swift` if a block is a program on its own.
  ///
  /// - Returns: `nil` if it is none, or is not compiled, or needs surroundings.
  /// - Throws: What the file system throws.
  package func program(of example: Example) throws -> String? {
    guard example.form == .statements, example.block.marker?.surroundings == nil,
      example.block.marker?.reasonNotToCompile == nil
    else { return nil }
    let imports = example.shownImports.isEmpty ? try imports(for: example.block) : []
    return (imports + example.block.lines).joined(separator: "\n") + "\n"
  }

  /// What a block imports that does not say so: the module that it is about, what the file around
  /// it does, and what the file of its surroundings does.
  private func imports(for block: CodeBlock) throws -> [String] {
    let parts = block.path.split(separator: "/")
    var imports = parts.first == "Sources" ? ["import \(parts[1])"] : []
    if block.path.hasSuffix(".swift") { imports += try self.imports(of: block.path) }
    guard let surroundings = block.marker?.surroundings else { return imports }
    let file = "/\(surroundings).swift"
    guard let path = paths.first(where: { $0.hasSuffix(file) }) else {
      throw DocumentError(
        "there is no \(folder)\(file) with the surroundings of this example", path: block.path,
        line: block.line)
    }
    return try imports + self.imports(of: path)
  }

  private func imports(of path: String) throws -> [String] {
    try documents.text(of: path).split(whereSeparator: \.isNewline).compactMap { line in
      line.firstMatch(of: #/^(@testable )?(?:public |package |internal )?(import .*)/#)
        .map { "\($0.1 ?? "")\($0.2)" }
    }
  }

  private func list(of blocks: [CodeBlock]) -> String {
    let lines = blocks.map { "  \"\($0.place) \($0.fingerprint)\",\n" }.joined()
    return "/// The examples of this build.\nlet builtExamples: Set<String> = [\n\(lines)]\n"
  }
}

extension CodeBlock {
  /// A number that changes with the block.
  package var fingerprint: UInt64 {
    // FNV-1a, since a `Hasher` gives another number in each process.
    "\(text)\(marker.map { "\($0)" } ?? "")".utf8.reduce(0xcbf2_9ce4_8422_2325) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
  }
}
