import Testing
import status_stream

/// The explanations, and the ways to ask for them.
@Suite struct HelpTests {
  @Test func printsTheVersion() throws {
    #expect(try shownText(["--version"]) == "status-stream 0.1.0\n")
  }

  @Test func explainsTheProgram() throws {
    let help = try shownText(["--help"])
    #expect(help.hasPrefix("Usage: status-stream "))
    #expect(help.contains("\n  run    "))
    #expect(help.contains("\n  record   "))
    #expect(help.contains("\n  help   "))
  }

  @Test(arguments: [["--help"], ["--stream", "--help"], ["--help", "--stream"]])
  func explainsACommand(options: [String]) throws {
    #expect(try shownText(["run"] + options) == RunCommand.help)
  }

  @Test func explainsAnOptionlessCommandLineWithTheProgram() throws {
    #expect(try shownText(["--stream", "--help"]) == shownText(["--help"]))
  }

  @Test func helpIgnoresWhatDoesNotGoTogether() throws {
    #expect(try shownText(["run", "--sink", "sse", "--help"]) == RunCommand.help)
  }

  @Test func explainsEveryOptionThatWorks() {
    let explained = RunCommand.options.map(\.name).filter { RunCommand.help.contains("  \($0) ") }
    #expect(
      Set(explained) == [
        "--query", "--agent", "--stream", "--sink", "--profile", "--monitor", "--poll-interval",
        "--timestamps", "--clock", "--resume-after", "--epoch", "--thread",
      ])
    #expect(explained.count == RunCommand.options.count)
  }

  @Test func explainsEveryOptionOfRecord() throws {
    #expect(try shownText(["record", "--help"]) == RecordCommand.help)
    #expect(RecordCommand.options.map(\.name) == ["--check", "--prune", "--root", "--progress"])
    #expect(RecordCommand.options.allSatisfy { RecordCommand.help.contains("  \($0.name) ") })
  }

  @Test func explainsEveryOptionOfSimulate() throws {
    #expect(try shownText(["simulate", "--help"]) == SimulateCommand.help)
    #expect(SimulateCommand.options.allSatisfy { SimulateCommand.help.contains(" \($0.name) ") })
  }

  @Test func fitsIntoATerminal() throws {
    for help in [
      try shownText(["--help"]), RunCommand.help, RecordCommand.help, HelpCommand.help,
      SimulateCommand.help,
    ] {
      #expect(help.split(separator: "\n").allSatisfy { $0.count <= 90 })
      #expect(help.hasSuffix("\n") && !help.hasSuffix("\n\n"))
    }
  }

  private func shownText(_ words: [String]) throws -> String {
    guard case .show(let text) = try Request(arguments: words) else {
      Issue.record("expected a text to show, got a command")
      return ""
    }
    return text
  }
}
