import Foundation

/// A folder of one test.
final class TemporaryFolder {
  private let url = FileManager.default.temporaryDirectory
    .appending(path: "status-stream-\(ProcessInfo.processInfo.globallyUniqueString)")

  var path: String { url.path }

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// The bytes of a file; `nil` if there is none.
  subscript(name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: "\(path)/\(name)").map(Array.init)
  }

  /// Writes a file, and the folders around it.
  func write(_ bytes: [UInt8], to name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  /// Deletes a file or a folder.
  func delete(_ name: String) throws {
    try FileManager.default.removeItem(at: url.appending(path: name))
  }

  /// The files and folders, each with the number that changes if it is written anew.
  func inodes() throws -> [String: Int] {
    let files = FileManager.default
    let names = try files.subpathsOfDirectory(atPath: path)
    return try Dictionary(
      uniqueKeysWithValues: names.map { name in
        let number = try files.attributesOfItem(atPath: "\(path)/\(name)")[.systemFileNumber]
        return (name, number as? Int ?? 0)
      })
  }
}
