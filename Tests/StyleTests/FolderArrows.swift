/// Which folders of a module mention types that others declare.
///
/// A type counts if one file alone declares a type of that name, nested ones included.
struct FolderArrows {
  /// The folders, by the folder that mentions their types, with one of those types each.
  private(set) var arrows: [String: [String: String]] = [:]

  init(_ files: [SourceFile]) {
    let words = files.map { CodeWords(of: $0.lines) }
    var owners: [String: Set<String>] = [:]
    for (file, words) in zip(files, words) {
      for type in words.declaredTypes { owners[type, default: []].insert(file.path) }
    }
    let folders = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.folder) })
    for (file, words) in zip(files, words) {
      for word in words.capitalized {
        guard let paths = owners[word], paths.count == 1, let path = paths.first,
          let folder = folders[path], folder != file.folder
        else { continue }
        arrows[file.folder, default: [:]][folder] = "\(file.path) mentions \(word)"
      }
    }
  }

  /// A circle of folders, each with what it mentions of the next; empty if they form layers.
  var circle: [String] {
    var finished: Set<String> = []
    for start in arrows.keys.sorted() {
      if let circle = circle(from: start, path: [], &finished) {
        return zip(circle, circle.dropFirst() + circle.prefix(1)).map {
          "\($0) → \($1): \(arrows[$0]?[$1] ?? "")"
        }
      }
    }
    return []
  }

  private func circle(
    from folder: String, path: [String], _ finished: inout Set<String>
  ) -> [String]? {
    if let start = path.firstIndex(of: folder) { return Array(path[start...]) }
    guard !finished.contains(folder) else { return nil }
    for next in (arrows[folder] ?? [:]).keys.sorted() {
      if let circle = circle(from: next, path: path + [folder], &finished) { return circle }
    }
    finished.insert(folder)
    return nil
  }
}

/// The words of Swift code that begin with a capital letter, without comments and texts.
private struct CodeWords {
  private(set) var capitalized: Set<String> = []
  private(set) var declaredTypes: Set<String> = []

  private static let declarations: Set<String> = [
    "struct", "class", "enum", "protocol", "actor", "typealias",
  ]

  init(of lines: [String]) {
    var isInText = false
    for line in lines {
      var previous = ""
      for word in Self.words(of: line, isInText: &isInText) {
        if Self.declarations.contains(previous) { declaredTypes.insert(word) }
        if word.first?.isUppercase == true { capitalized.insert(word) }
        previous = word
      }
    }
  }

  /// The words of a line's code.
  ///
  /// - Parameter isInText: Whether a literal of several lines is open.
  private static func words(of line: String, isInText: inout Bool) -> [String] {
    let pieces = line.split(separator: "\"\"\"", omittingEmptySubsequences: false)
    var code = ""
    for (index, piece) in pieces.enumerated() {
      if index > 0 { isInText.toggle() }
      if !isInText { code += piece + " " }
    }
    // What stands between quotes goes, escapes apart; then the rest of the line after slashes.
    let parts = code.replacing("\\\"", with: "").split(
      separator: "\"", omittingEmptySubsequences: false)
    code = parts.enumerated().filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }
      .joined(separator: " ")
    if let comment = code.firstRange(of: "//") { code = String(code[..<comment.lowerBound]) }
    return code.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }
}
