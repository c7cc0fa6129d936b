import Foundation
import Testing
import status_stream

/// The explanations, and the ways to ask for them.
@Suite struct HelpTests {
  private static let names = Request.subcommands.map { $0.name }

  @Test(arguments: [["--version"], ["run", "--version"], ["--version", "--stream"]])
  func printsTheVersion(words: [String]) throws {
    let text = try shownText(words)
    #expect(text.wholeMatch(of: /status-stream \d+\.\d+\.\d+\n/) != nil)
  }

  @Test func theChangelogBeginsWithTheVersion() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: ".github/CHANGELOG.md")
    let changes = try String(contentsOf: path, encoding: .utf8)
    let version = try #require(changes.firstMatch(of: /(?m)^## (\S+)$/)?.1)
    #expect(try shownText(["--version"]) == "status-stream \(version)\n")
  }

  @Test(arguments: ["-h", "--help"])
  func explainsTheProgram(option: String) throws {
    let help = try shownText([option])
    #expect(help.hasPrefix("Usage: status-stream "))
    for name in Self.names { #expect(help.contains("\n  \(name)  ")) }
  }

  @Test(
    arguments: [
      ["--help"], ["-h"], ["--stream", "--help"], ["--help", "--stream"], ["-h", "-h"],
    ])
  func explainsACommand(options: [String]) throws {
    #expect(try shownText(["run"] + options) == RunCommand.help)
  }

  @Test func explainsAnOptionlessCommandLineWithTheProgram() throws {
    #expect(try shownText(["--stream", "--help"]) == shownText(["--help"]))
  }

  @Test func helpIgnoresWhatDoesNotGoTogether() throws {
    #expect(try shownText(["run", "--sink", "sse", "--help"]) == RunCommand.help)
  }

  @Test(arguments: names)
  func explainsEveryOption(name: String) throws {
    let command = try #require(Request.subcommands.first { $0.name == name })
    let help = try shownText([name, "--help"])
    #expect(help == command.help)
    let explained = Set(help.matches(of: /(?m)^  (--[a-z-]+)/).map { String($0.1) })
    #expect(explained == Set(command.options.map(\.name)))
  }

  @Test(arguments: names)
  func fitsIntoATerminal(name: String) throws {
    for help in [try shownText(["--help"]), try shownText([name, "--help"])] {
      for line in help.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
      #expect(help.hasSuffix("\n") && !help.hasSuffix("\n\n"))
    }
  }

  @Test(arguments: [
    ([], "status-stream"), (["rnu"], "status-stream"), (["--strem"], "status-stream"),
    (["help", "rnu"], "status-stream"), (["run", "--strem"], "status-stream run"),
    (["record", "--check", "--prune"], "status-stream record"),
    (["conformance", "x"], "status-stream conformance"),
  ])
  func anErrorNamesTheHelpOfItsCommand(words: [String], command: String) {
    #expect(Request.advice(on: words) == "See '\(command) --help'.")
  }

  @Test func aBadCommandLineIsReportedInTwoLines() async throws {
    let command = try await FinishedCommand.run(["record", "--chekc"])
    #expect(command.status == 64 && command.output.isEmpty)
    #expect(
      command.errorText == """
        status-stream: unknown option '--chekc'; did you mean '--check'?
        See 'status-stream record --help'.

        """)
  }

  private func shownText(_ words: [String]) throws -> String {
    guard case .show(let text) = try Request(arguments: words) else {
      Issue.record("expected a text to show, got a command")
      return ""
    }
    return text
  }
}
