import Foundation

/// A program that is measured from outside.
struct Command: Equatable {
  let file: URL

  /// The command of the package that was built together with a program, if it was.
  static func beside(_ program: URL?) -> Command? {
    guard let program else { return nil }
    let file = program.deletingLastPathComponent().appending(path: "status-stream")
    return FileManager.default.isExecutableFile(atPath: file.path) ? Command(file: file) : nil
  }

  /// In bytes.
  func size() throws -> Int {
    try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
  }

  /// Runs the program to its end.
  ///
  /// - Returns: the seconds from before it was started to the first byte of its standard output.
  func timeToFirstByte(_ arguments: [String]) throws -> Double {
    let process = Process()
    let output = Pipe()
    process.executableURL = file
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    let start = ContinuousClock.now
    try process.run()
    let first = output.fileHandleForReading.availableData
    let seconds = start.seconds
    _ = try output.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    guard process.terminationStatus == 0, !first.isEmpty else {
      throw BenchError(
        .inputOutput,
        "'\(file.path)' ended with status \(process.terminationStatus) after "
          + "\(first.isEmpty ? "no output" : "some output"), expected output and status 0")
    }
    return seconds
  }
}
