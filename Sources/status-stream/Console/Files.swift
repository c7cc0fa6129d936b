internal import GoldenTranscripts

/// Reads a file, a pipe or standard input to its end, but never so that an interruption could not end
/// the wait.
struct InputReader {
  /// The path of the file, or `-` for standard input.
  let path: String
  let interruption: Interruption

  /// What messages call it.
  var name: String { path == "-" ? "standard input" : path.quoted }

  /// Reads all that there is.
  ///
  /// - Throws: ``CommandFailure``, or `CancellationError` if the command is interrupted.
  func readAll() throws -> [UInt8] {
    do {
      let descriptor = path == "-" ? 0 : try SystemCalls.open(path)
      defer { if descriptor != 0 { SystemCalls.close(descriptor) } }
      return try readAll(from: descriptor)
    } catch let error as SystemError {
      throw CommandFailure("can't read \(name): \(error)", .inputOutput)
    }
  }

  private func readAll(from descriptor: Int32) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      while !SystemCalls.awaitBytes(in: descriptor, milliseconds: 50) {
        if interruption.isRaised { throw CancellationError() }
      }
      guard let chunk = try chunk(from: descriptor) else { continue }
      if chunk.isEmpty { return bytes }
      bytes += chunk
    }
  }

  /// Reads some bytes, none at the end; `nil` if there were none yet.
  private func chunk(from descriptor: Int32) throws(SystemError) -> [UInt8]? {
    do {
      return try SystemCalls.read(from: descriptor, upTo: 1 << 16)
    } catch {
      guard error.isTransient else { throw error }
      return nil
    }
  }
}

/// Where a command writes what it is asked for: a file that is replaced as a whole, or standard output.
struct OutputFile: Sendable {
  /// The file; `nil` for standard output.
  let path: String?

  /// Looks whether the file can be replaced, for who has long to do until it is.
  func check() throws {
    guard let path else { return }
    try reportingFailure { () throws(GoldenStoreError) in try WholeFile.checkReplaceable(path) }
  }

  /// How many columns a table may have; `nil` for any number.
  func columns(on console: Console) -> Int? { path == nil ? console.output.columns : nil }

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
      throw CommandFailure("\(error)", .inputOutput)
    }
  }
}
