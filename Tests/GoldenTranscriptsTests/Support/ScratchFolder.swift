import Foundation

/// A folder that is there for one test.
final class ScratchFolder {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "golden-transcripts-\(UUID().uuidString)").path

  init() throws {
    try createFolder("")
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func createFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(path)/\(name)", withIntermediateDirectories: true)
  }

  func write(_ text: String, to name: String) throws {
    try createFolder((name as NSString).deletingLastPathComponent)
    try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
  }

  func text(_ name: String) -> String? {
    // Foundation loses memory when it is asked for the contents of a folder.
    let type: FileAttributeType? = try? attribute(.type, of: name)
    guard type != .typeDirectory else { return nil }
    return FileManager.default.contents(atPath: "\(path)/\(name)").map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  func attribute<Value>(_ key: FileAttributeKey, of name: String) throws -> Value? {
    try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[key] as? Value
  }

  /// Every file and folder with what would tell that it was touched.
  ///
  /// - Parameter withTimes: whether a file that came and went may not be seen in its folder's time.
  func state(withTimes: Bool = true) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).sorted().map { name in
      let inode: Int = try attribute(.systemFileNumber, of: name) ?? 0
      let modified: Date? = withTimes ? try attribute(.modificationDate, of: name) : nil
      return "\(name) \(inode) \(modified?.timeIntervalSince1970 ?? 0) \(text(name) ?? "")"
    }
  }

  /// The files and folders by their names.
  func names() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
  }
}
