import Foundation
import Testing

/// How the built command ends when it can't go on.
@Suite struct CommandEndingTests {
  /// Far more work than a test waits for.
  private static let longRun = ["--stream"] + (1...200).map { "--query=Analyze document \($0)" }

  @Test(arguments: [[SIGINT], [SIGTERM], [SIGINT, SIGINT]])
  func closesTheFrameWhenInterrupted(signals: [Int32]) async throws {
    let command = try RunningCommand(Self.longRun)
    command.awaitErrors(containing: "[THINKING]")
    for signal in signals { command.send(signal) }
    let run = await command.finish()
    #expect(run.status == 128 + signals[0])
    #expect(run.errorText.hasSuffix("\n  └───────────────────────────────────────\n"))
    #expect(!run.errorText.contains("[FAILED]") && !run.errorText.contains("status-stream"))
  }

  @Test func isInterruptedInVirtualTime() async throws {
    // So many polls are work for minutes.
    let command = try RunningCommand(
      Self.longRun + ["--clock", "virtual", "--poll-interval", "1us"])
    command.awaitErrors(containing: "[THINKING]")
    command.send(SIGINT)
    let run = await command.finish()
    #expect(run.status == 130)
    #expect(run.errorText.hasSuffix("──\n"))
  }

  @Test func isInterruptedWhileNobodyReads() async throws {
    let full = Pipe()
    fill(full.fileHandleForWriting.fileDescriptor)
    let command = try RunningCommand(
      ["--sink", "sse", "--query", "x"], outputTo: full.fileHandleForWriting)
    command.awaitErrors(containing: "Query 1")
    command.send(SIGINT)
    let run = await command.finish()
    #expect(run.status == 130)
  }

  @Test func aClosedPipeEndsItQuietly() async throws {
    let closed = Pipe()
    try closed.fileHandleForReading.close()
    let command = try RunningCommand(Self.longRun, outputTo: closed.fileHandleForWriting)
    let run = await command.finish()
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
  }

  @Test func aClosedStandardOutputIsAnOutputError() async throws {
    let run = try await RunningCommand(script: #"exec "$0" --clock virtual >&-"#).finish()
    #expect(run.status == 74)
    #expect(run.errorText.hasPrefix("status-stream: can't write to standard output: "))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsAnOutputError() async throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let run = try await RunningCommand(["--clock", "virtual"], outputTo: full).finish()
    #expect(run.status == 74)
    #expect(
      run.errorText
        == "status-stream: can't write to standard output: No space left on device\n")
  }
}

/// Writes to a pipe until it takes no more.
private func fill(_ descriptor: Int32) {
  let flags = fcntl(descriptor, F_GETFL)
  _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
  let bytes = [UInt8](repeating: 0, count: 512)
  while unsafe write(descriptor, bytes, bytes.count) > 0 {}
  _ = fcntl(descriptor, F_SETFL, flags)
}
