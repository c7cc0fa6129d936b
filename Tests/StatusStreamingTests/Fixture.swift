import Foundation

/// The bytes of a file under the package's `Fixtures`.
func fixture(_ path: String, from file: String = #filePath) throws -> [UInt8] {
  var folder = URL(filePath: file)
  while folder.lastPathComponent != "Tests" { folder.deleteLastPathComponent() }
  let fixtures = folder.deletingLastPathComponent().appending(path: "Fixtures")
  return try [UInt8](Data(contentsOf: fixtures.appending(path: path)))
}
