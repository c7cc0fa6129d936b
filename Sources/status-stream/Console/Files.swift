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

  /// The most bytes that are read: what is larger is a mistake, or would take all the memory there is.
  private static let largestSize = 1 << 30

  private func readAll(from descriptor: Int32) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      while !SystemCalls.awaitBytes(in: descriptor, milliseconds: 50) {
        if interruption.isRaised { throw CancellationError() }
      }
      guard let chunk = try chunk(from: descriptor) else { continue }
      if chunk.isEmpty { return bytes }
      bytes += chunk
      if bytes.count > Self.largestSize {
        throw CommandFailure("\(name) is too large: expected at most 1 GiB", .data)
      }
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

  /// Makes sure that no file is replaced that is read.
  ///
  /// - Parameter inputs: their paths; those that are `nil` or standard input are none.
  /// - Throws: ``UsageError`` naming both.
  func check(besides inputs: [String?]) throws(UsageError) {
    guard let path else { return }
    for input in inputs.compactMap(\.self) where input != "-" && SystemCalls.areSame(path, input) {
      throw UsageError(
        "--output \(path.quoted) would replace its own input, \(input.quoted): give another file")
    }
  }

  /// Looks whether the file can be replaced, for who has long to do until it is.
  func check() throws {
    guard let path else { return }
    try reportingFailure { () throws(GoldenStoreError) in
      try WholeFile.checkReplaceable(SystemCalls.target(of: path))
    }
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
    // A link stays one, as it does where a shell writes.
    try reportingFailure { () throws(GoldenStoreError) in
      try WholeFile.write(bytes, to: SystemCalls.target(of: path))
    }
  }

  private func reportingFailure(_ operation: () throws(GoldenStoreError) -> Void) throws {
    do {
      try operation()
    } catch {
      throw CommandFailure("\(error)", .inputOutput)
    }
  }
}
