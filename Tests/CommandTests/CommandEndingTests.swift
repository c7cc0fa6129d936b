import Foundation
import Testing

/// How the built command ends when it can't go on.
@Suite struct CommandEndingTests {
  /// Far more work than a test waits for.
  private static let longRun = ["--stream"] + (1...200).map { "--query=Analyze document \($0)" }

  private static let footer = "└───────────────────────────────────────"

  @Test(arguments: [[SIGINT], [SIGTERM], [SIGINT, SIGINT]])
  func closesTheFrameWhenInterrupted(signals: [Int32]) async throws {
    let command = try RunningCommand(Self.longRun)
    command.awaitErrors(containing: "[THINKING]")
    for signal in signals { command.send(signal) }
    let run = await command.finish()
    #expect(run.status == 128 + signals[0])
    #expect(run.errorText.hasSuffix("\n  └───────────────────────────────────────\n"))
    #expect(run.errorText.contains("\n  │ ⏹ [CANCELLED] agent cancelled\n"))
    #expect(!run.errorText.contains("[FAILED]") && !run.errorText.contains("status-stream"))
  }

  @Test(arguments: [
    (
      ["sse", "--profile", "resumable"],
      "\nevent: cancelled\ndata: {\"reason\":\"agent cancelled\"}\n\n"
    ),
    (["jsonl"], "\"cancelled\":{\"reason\":\"agent cancelled\"}}\n"),
    (["websocket"], "{\"type\":\"cancelled\",\"reason\":\"agent cancelled\"}\u{88}\u{2}\u{3}è"),
  ])
  func tellsTheViewerThatTheRunWasCancelled(sink: [String], end: String) async throws {
    let command = try RunningCommand(["--query", "Analyze this", "--sink"] + sink)
    command.awaitErrors(containing: "Query 1")
    command.send(SIGINT)
    let run = await command.finish()
    #expect(run.status == 130)
    // Byte by byte, since a Close frame is not UTF-8.
    let bytes = end.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    #expect(run.output.suffix(bytes.count).elementsEqual(bytes))
    #expect(!run.errorText.contains("Answer") && !run.errorText.contains("status-stream"))
  }

  @Test func isInterruptedInVirtualTime() async throws {
    // So many polls are work for minutes.
    let command = try RunningCommand(
      Self.longRun + ["--clock", "virtual", "--poll-interval", "1us"])
    command.awaitErrors(containing: "[THINKING]")
    command.send(SIGINT)
    let run = await command.finish()
    #expect(run.status == 130)
    #expect(run.errorText.hasSuffix("CANCELLED] agent cancelled\n  \(Self.footer)\n"))
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
