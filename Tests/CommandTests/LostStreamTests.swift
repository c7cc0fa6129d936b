import Foundation
import StatusConformance
import Testing
import status_stream

/// Standard error only accompanies the output: the command does the same whatever becomes of it.
@Suite struct LostStreamTests {
  /// What can become of standard error, as a shell does it to RUN: nobody there, no room, no
  /// writing, nobody any more, nobody after the first line, no standard stream but the output.
  static let losses = [
    "exec RUN 2>&-", "exec RUN 2>/dev/full", "exec RUN 2</dev/null", headed("true"),
    headed("head -n 1 >/dev/null"), "exec RUN <&- 2>&-",
  ]

  /// Hands standard error to a reader, and ends with the status of RUN nevertheless.
  private static func headed(_ reader: String) -> String {
    """
    exec 3>&1
    status=$({ { RUN 2>&1 >&3 3>&- 4>&-; echo $? >&4; } | \(reader); } 4>&1)
    exit "$status"
    """
  }

  static let runs = [
    ["--clock", "virtual"],
    ["--stream", "--clock", "virtual"],
    ["--stream", "--clock", "real", "--monitor", "wake", "--query", "Analyze this"],
    ["--sink", "sse", "--clock", "virtual", "--query", "Analyze this"],
    ["--sink", "sse", "--profile", "resumable", "--clock", "virtual", "--query", "Analyze this"],
    ["--sink", "websocket", "--clock", "virtual", "--query", "Analyze this"],
    ["--sink", "jsonl", "--clock", "virtual", "--query", "Analyze this"],
    ["--version"],
  ]

  @Test(arguments: losses, runs)
  func theAnswerComes(loss: String, arguments: [String]) async throws {
    let whole = try await FinishedCommand.run(arguments)
    let run = try await Self.run(arguments, loss)
    let isSame = run.output == whole.output
    #expect(isSame && !run.output.isEmpty, "\(run.outputText)")
    #expect(run.status == 0)
  }

  @Test(arguments: losses)
  func aBadCommandLineHasItsStatus(loss: String) async throws {
    for arguments in [["rnu"], ["--sink", "sse"], ["record", "--chekc"], ["replay", "x"]] {
      let run = try await Self.run(arguments, loss)
      #expect(run.status == 64 && run.output.isEmpty)
    }
  }

  @Test(arguments: losses)
  func goldensAreRecordedAndChecked(loss: String) async throws {
    let folder = try TemporaryFolder()
    let arguments = ["record", "--root", folder.path, "general"]
    let recorded = try await Self.run(arguments, loss)
    #expect(recorded.status == 0 && recorded.outputText.contains("new"))
    for name in ["terminal.txt", "events.jsonl", "resumable.1.sse"] {
      let expected = try fixture("Transcripts/general/\(name)")
      let isSame = folder["general/\(name)"] == expected
      #expect(isSame, "\(name)")
    }

    try folder.write([0x78], to: "general/terminal.txt")
    let whole = try await FinishedCommand.run(arguments + ["--check"])
    #expect(whole.errorText.contains("To accept"))
    let checked = try await Self.run(arguments + ["--check"], loss)
    #expect(checked.status == 1 && checked.outputText == whole.outputText)
    let isUntouched = folder["general/terminal.txt"] == [0x78]
    #expect(isUntouched)
  }

  @Test func reportsAreWritten() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/report.json"
    let arguments = ["conformance", "--shard=1/40", "--format", "json", "--output", file]
    let report = try await Self.run(arguments, "exec RUN 2>&-")
    #expect(report.status == 0 && report.output.isEmpty)
    #expect(folder["report.json"]?.first == UInt8(ascii: "{"))

    let replay = ["replay", try await Self.token()]
    let whole = try await FinishedCommand.run(replay)
    let replayed = try await Self.run(replay, "exec RUN 2>&-")
    #expect(replayed.status == 0 && replayed.outputText == whole.outputText)
    #expect(whole.outputText.contains("no rule is broken"))
  }

  @Test(arguments: ["exec RUN >&- 2>&-", "exec RUN >/dev/full 2>/dev/full", "exec RUN >&- <&-"])
  func aStandardOutputThatIsLostIsAnError(loss: String) async throws {
    let runs = [
      ["--stream", "--clock", "virtual"], ["--help"], ["replay", try await Self.token()],
    ]
    for arguments in runs {
      let run = try await Self.run(arguments, loss)
      #expect(run.status == 74, "\(arguments)")
    }
  }

  @Test func aReaderOfBothStreamsWhoLeavesEndsIt() async throws {
    let both = Pipe()
    // Work for minutes.
    let queries = (1...200).map { "--query=Analyze document \($0)" }
    let command = try RunningCommand(
      ["--stream"] + queries, outputTo: both.fileHandleForWriting, mergesStreams: true)
    try both.fileHandleForWriting.close()
    while let read = try both.fileHandleForReading.read(upToCount: 1 << 16), !read.isEmpty {
      if String(decoding: read, as: UTF8.self).contains("[THINKING]") { break }
    }
    try both.fileHandleForReading.close()
    #expect(await command.finish().status == 0)
  }

  private static func token() async throws -> String {
    let verification = try #require(
      BuiltInVerifications.all.first { $0.subject == .delivery && $0.name == "polling" })
    let run = try #require(await verification.token(ofRun: 1))
    return "\(ConformanceToken(subject: .delivery, name: "polling", run: run))"
  }

  /// Runs the command in a shell that does to it what a script says.
  private static func run(_ arguments: [String], _ script: String) async throws -> FinishedCommand {
    let words = arguments.map { "'\($0.replacing("'", with: #"'\''"#))'" }.joined(separator: " ")
    return try await RunningCommand(
      script: script.replacing("RUN", with: #""$0" \#(words)"#)
    ).finish()
  }
}
