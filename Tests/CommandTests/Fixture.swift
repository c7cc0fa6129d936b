import Foundation

/// Where a file or folder under the package's `Fixtures` is.
func fixtureURL(_ path: String, from file: String = #filePath) -> URL {
  let package = URL(filePath: file).appending(path: "../../..").standardized
  return package.appending(path: "Fixtures").appending(path: path)
}

/// The bytes of a file under the package's `Fixtures`.
func fixture(_ path: String) throws -> [UInt8] {
  try [UInt8](Data(contentsOf: fixtureURL(path)))
}
