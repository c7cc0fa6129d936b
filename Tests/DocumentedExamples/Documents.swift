package import Foundation

/// The documents of a package: what ends in `.md`, and the Swift files of its modules.
package struct Documents {
  /// The package's folder.
  package let root: URL

  /// Finds documents below a package's folder.
  package init(root: URL) {
    self.root = root.resolvingSymlinksInPath()
  }

  /// The blocks of all documents, in the order of their paths.
  ///
  /// - Throws: ``DocumentError`` and what the file system throws.
  package func blocks() throws -> [CodeBlock] {
    try paths { $0.hasSuffix(".md") || $0.hasPrefix("Sources/") && $0.hasSuffix(".swift") }
      .flatMap { path in try CodeBlock.all(in: text(of: path), path: path) }
  }

  /// The text of a file, whose path is from the root.
  package func text(of path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The paths from the root of the files that are wanted, in their order; none is hidden but those
  /// in `.github`.
  package func paths(where isWanted: (String) -> Bool) -> [String] {
    [root, root.appending(path: ".github")]
      .flatMap { folder in
        let files = FileManager.default.enumerator(
          at: folder, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
        return files?.compactMap { $0 as? URL } ?? []
      }
      .map { String($0.resolvingSymlinksInPath().path.dropFirst(root.path.count + 1)) }
      .filter(isWanted).sorted()
  }
}
