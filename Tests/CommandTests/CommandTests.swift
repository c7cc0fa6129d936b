import Foundation
import Testing

/// The built command, as a shell sees it.
@Suite struct CommandTests {
  private static let query = "Analyze the latest deployment logs"

  @Test func printsTheSeedDocumentsTranscript() async throws {
    let run = try await FinishedCommand.run(
      ["--stream", "--query", Self.query, "--clock", "virtual"], mergingStreams: true)
    let transcript = try fixture("SeedDocument/transcript.txt")
    let answer = Array("Answer: Analyzed 4 documents. Total size: 5900KB".utf8)
    let isSame = run.output.starts(with: transcript + answer)
    #expect(isSame, "\(run.outputText)")
    #expect(run.status == 0)
  }

  @Test func separatesUpdatesFromResults() async throws {
    let run = try await FinishedCommand.run(["--stream", "--clock", "virtual", "--query", "x"])
    #expect(run.errorText.hasPrefix("  ┌─ ") && run.errorText.hasSuffix("──\n"))
    #expect(run.outputText.contains("\nRoute: general\n") && !run.outputText.contains("│"))
  }

  @Test(arguments: [
    ("sse", ["--profile", "reference"], "Reference/documents.sse"),
    ("websocket", [], "Reference/documents.websocket"),
    ("sse", ["--profile", "ag-ui"], "Transcripts/documents/ag-ui.sse"),
  ])
  func writesTheBytesOfTheReference(sink: String, options: [String], file: String) async throws {
    let run = try await FinishedCommand.run(
      ["--sink", sink, "--clock", "virtual", "--query", Self.query] + options)
    let isSame = try run.output == fixture(file)
    #expect(isSame, "\(run.outputText)")
    #expect(run.errorText.hasPrefix("====") && run.errorText.contains("\nRoute: documents\n"))
    #expect(run.status == 0)
  }

  @Test(arguments: ["planner", "pipeline"])
  func isTheSameEachTimeInVirtualTime(agent: String) async throws {
    let arguments = ["--stream", "--clock", "virtual", "--timestamps", "--agent", agent]
    let first = try await FinishedCommand.run(arguments, mergingStreams: true)
    let second = try await FinishedCommand.run(arguments, mergingStreams: true)
    let isSame = first.output == second.output
    #expect(isSame)
    #expect(first.outputText.contains("Query 3: What's the status of the API service?"))
    #expect(first.status == 0)
  }

  @Test func runsInRealTime() async throws {
    let run = try await FinishedCommand.run(["--stream", "--monitor=wake", "--query=Hello"])
    #expect(run.errorText.split(separator: "\n").count == 5)
    #expect(run.status == 0)
  }

  @Test(arguments: [["help"], ["help", "run"], ["--help"], ["--version"]])
  func explainsItself(arguments: [String]) async throws {
    let run = try await FinishedCommand.run(arguments)
    #expect(run.status == 0)
    #expect(run.errors.isEmpty && !run.output.isEmpty)
  }

  @Test func refusesABadCommandLine() async throws {
    let run = try await FinishedCommand.run(["rnu"])
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(
      run.errorText == """
        status-stream: unknown command 'rnu'; did you mean 'run'?
        See 'status-stream --help'.

        """)
  }
}
