internal import GoldenTranscripts

/// Where a command writes what it is asked for: a file that is replaced as a whole, or standard output.
struct OutputFile: Sendable {
  /// The file; `nil` for standard output.
  let path: String?

  /// Looks whether the file can be replaced, for who has long to do until it is.
  func check() throws {
    guard let path else { return }
    try reportingFailure { () throws(GoldenStoreError) in try WholeFile.checkReplaceable(path) }
  }

  /// Writes it.
  func write(_ bytes: [UInt8], on console: Console) throws {
    if path == nil { return try console.output.write(bytes) }
    try write(bytes)
  }

  /// Writes it to the file, if there is one.
  func write(_ bytes: [UInt8]) throws {
    guard let path else { return }
    try reportingFailure { () throws(GoldenStoreError) in try WholeFile.write(bytes, to: path) }
  }

  private func reportingFailure(_ operation: () throws(GoldenStoreError) -> Void) throws {
    do {
      try operation()
    } catch {
      throw ReportFailure(error: error)
    }
  }
}
