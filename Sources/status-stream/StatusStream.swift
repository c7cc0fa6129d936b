internal import GoldenTranscripts

/// The command.
@main
package enum StatusStream {
  static func main() {
    StandardStreams.prepare()
    let interruption = Interruption()
    // Off the main actor, whose thread is the one that waits for signals.
    Task { @concurrent in
      let console = Console(interruption: interruption)
      SystemCalls.end(await run(Array(CommandLine.arguments.dropFirst()), on: console))
    }
    interruption.watch()
  }

  private static func run(_ arguments: [String], on console: Console) async -> ExitStatus {
    do {
      switch try Request(arguments: arguments) {
      case .show(let text):
        try console.output.write(text)
        return .success
      case .execute(let subcommand):
        return try await subcommand.execute(on: console)
      }
    } catch let error as UsageError {
      return report("\(error)\n\(Request.advice(on: arguments))", .usage, on: console)
    } catch let error as OutputError {
      if error.reason.isClosedPipe { return .success }
      return report("\(error)", .inputOutput, on: console)
    } catch let error as CommandFailure {
      return report("\(error)", error.status, on: console)
    } catch {
      if let signal = console.interruption.signal { return .signal(signal) }
      return report("\(error)", .failure, on: console)
    }
  }

  /// Tells the user why the command ends, if anything can be told.
  private static func report(
    _ message: String, _ status: ExitStatus, on console: Console
  ) -> ExitStatus {
    try? console.errors.write("status-stream: \(message)\n")
    return status
  }
}
