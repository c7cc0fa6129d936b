import DeterministicSimulation
import Foundation

/// The built command as a process.
///
/// What it writes has to fit into a pipe's buffer unless it is read meanwhile.
final class RunningCommand {
  private let process = Process()
  private let output = Pipe()
  private let errors = Pipe()
  private var errorsRead = Data()
  private let statuses: AsyncStream<Int32>

  /// Starts the command.
  ///
  /// - Parameters:
  ///   - arguments: what follows the name of the program.
  ///   - outputHandle: what to write standard output to instead of a pipe.
  ///   - mergesStreams: whether standard error goes where standard output goes.
  ///   - environment: variables that it has beside those of this process; of shares it has no others.
  convenience init(
    _ arguments: [String], outputTo outputHandle: FileHandle? = nil, mergesStreams: Bool = false,
    environment: [String: String] = [:]
  ) throws {
    try self.init(
      Self.executable, arguments, outputTo: outputHandle, mergesStreams: mergesStreams,
      environment: environment)
  }

  /// Starts a shell on a script in which `$0` is the command.
  convenience init(script: String, environment: [String: String] = [:]) throws {
    try self.init(
      URL(filePath: "/bin/sh"), ["-c", script, Self.executable.path], outputTo: nil,
      mergesStreams: false, environment: environment)
  }

  private init(
    _ executable: URL, _ arguments: [String], outputTo outputHandle: FileHandle?,
    mergesStreams: Bool, environment: [String: String]
  ) throws {
    let (statuses, continuation) = AsyncStream<Int32>.makeStream()
    self.statuses = statuses
    process.executableURL = executable
    process.arguments = arguments
    // What these tests are a share of says nothing of what they start.
    process.environment = ProcessInfo.processInfo.environment
      .filter { !ShardEnvironment.variables.contains($0.key) }
      .merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = outputHandle ?? output
    process.standardError = mergesStreams ? outputHandle ?? output : errors
    // An end that no process writes to would keep its reader from ever coming to the end.
    if outputHandle != nil { try output.fileHandleForWriting.close() }
    if mergesStreams { try errors.fileHandleForWriting.close() }
    process.terminationHandler = { process in
      let isExit = process.terminationReason == .exit
      continuation.yield(isExit ? process.terminationStatus : -process.terminationStatus)
    }
    try process.run()
    // A command that hangs has to fail its test, not to hang it too.
    let identifier = process.processIdentifier
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(150)) { [process] in
      if process.isRunning { kill(identifier, SIGKILL) }
    }
  }

  /// Waits until a text has been written to standard error.
  func awaitErrors(containing text: String) {
    while !String(decoding: errorsRead, as: UTF8.self).contains(text) {
      let more = errors.fileHandleForReading.availableData
      if more.isEmpty { return }
      errorsRead += more
    }
  }

  /// Waits until something has come of what the command does, or the command has ended.
  ///
  /// The thread waits: where other tests keep all threads, a task may not go on for minutes.
  func wait(until condition: () -> Bool) {
    while process.isRunning, !condition() { usleep(10_000) }
  }

  /// Sends a signal.
  func send(_ signal: Int32) {
    kill(process.processIdentifier, signal)
  }

  /// Waits for the end of the process.
  func finish() async -> FinishedCommand {
    let outputRead = output.fileHandleForReading.readDataToEndOfFile()
    errorsRead += errors.fileHandleForReading.readDataToEndOfFile()
    let status = await statuses.first { _ in true }
    return FinishedCommand(
      status: status ?? -1, output: [UInt8](outputRead), errors: [UInt8](errorsRead))
  }

  /// The product lies beside the bundle that the tests are built into.
  private static var executable: URL {
    #if canImport(Darwin)
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
      let tests = bundle?.bundleURL ?? Bundle.main.bundleURL
    #else
      let tests = URL(filePath: CommandLine.arguments[0])
    #endif
    return tests.deletingLastPathComponent().appending(path: "status-stream")
  }
}
