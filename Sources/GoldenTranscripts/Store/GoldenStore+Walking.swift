extension GoldenStore {
  /// What a folder holds, each path from the root on, a folder before what is in it.
  struct Contents {
    var files: [String] = []
    var folders: [String] = []
    /// Temporary files that a recording has left.
    var leftovers: [String] = []
  }

  private static let leftoverSuffix = ".recording"

  /// The name under which a file is written before it takes its golden's place.
  static func temporaryPath(of path: String) -> String {
    let name = path.drop { $0 != "/" }.dropFirst()
    return path.dropLast(name.count) + ".\(name)\(leftoverSuffix)"
  }

  /// Lists everything below the root, or nothing if there is no root.
  func walk() throws(GoldenStoreError) -> Contents {
    var contents = Contents()
    try walk("", into: &contents)
    return contents
  }

  /// Lists everything below a folder, or nothing if there is none.
  func walk(_ folder: String, into contents: inout Contents) throws(GoldenStoreError) {
    let entries: [(name: String, isFolder: Bool)]
    do {
      entries = try FileSystem.list(absolute(folder))
    } catch {
      if error.isNotFound { return }
      throw GoldenStoreError(.system(.list, number: error.number), folder.isEmpty ? root : folder)
    }
    for (name, isFolder) in entries {
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      if name.hasPrefix(".") {
        if name.hasSuffix(Self.leftoverSuffix) && !isFolder { contents.leftovers.append(path) }
      } else if isFolder {
        contents.folders.append(path)
        try walk(path, into: &contents)
      } else {
        contents.files.append(path)
      }
    }
  }
}
