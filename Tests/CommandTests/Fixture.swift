import Foundation

/// The bytes of a file under the package's `Fixtures`.
func fixture(_ path: String, from file: String = #filePath) throws -> [UInt8] {
  let package = URL(filePath: file).appending(path: "../../..").standardized
  return try [UInt8](Data(contentsOf: package.appending(path: "Fixtures").appending(path: path)))
}
