/// What a run of the command came to.
struct FinishedCommand {
  /// The exit status; negative if a signal ended the process.
  let status: Int32
  /// What it wrote to standard output; with merged streams, to both.
  let output: [UInt8]
  /// What it wrote to standard error.
  let errors: [UInt8]

  var outputText: String { String(decoding: output, as: UTF8.self) }
  var errorText: String { String(decoding: errors, as: UTF8.self) }

  /// Runs the command to its end.
  static func run(
    _ arguments: [String], mergingStreams: Bool = false, environment: [String: String] = [:]
  ) async throws -> FinishedCommand {
    try await RunningCommand(
      arguments, mergesStreams: mergingStreams, environment: environment
    ).finish()
  }
}
