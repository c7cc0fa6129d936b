import ReferenceScenarios
import Testing
import status_stream

/// What a command line that begins with `record` comes to.
@Suite struct RecordRequestTests {
  @Test func recordsEverythingByDefault() throws {
    let command = try recordCommand([])
    #expect(command.scenarios == Scenario.all)
    #expect(command.isComplete)
    #expect(command.purpose == .record)
    #expect(command.root == nil)
  }

  @Test func playsEachNamedScenarioOnce() throws {
    let command = try recordCommand(["wake", "--check", "bug", "--root=/x", "wake"])
    #expect(command.scenarios.map(\.name) == ["bug", "wake"])
    #expect(!command.isComplete)
    #expect(command.purpose == .check)
    #expect(command.root == "/x")
  }

  @Test func namingThemAllIsNotACompleteRun() throws {
    let command = try recordCommand(Scenario.all.map(\.name))
    #expect(command.scenarios == Scenario.all)
    #expect(!command.isComplete)
  }

  @Test func lists() throws {
    #expect(try recordCommand(["--list"]).scenarios == Scenario.all)
    #expect(try recordCommand(["--list", "bug"]).scenarios.map(\.name) == ["bug"])
  }

  @Test func prunes() throws {
    #expect(try recordCommand(["--prune"]).purpose == .prune)
  }

  @Test(arguments: [
    (["documnets"], "unknown scenario 'documnets'; did you mean 'documents'?"),
    (["bug", "zzz"], "unknown scenario 'zzz'; expected documents, bug, "),
    ([""], "unknown scenario ''; expected "),
    (["BUG"], "unknown scenario 'BUG'"),
    (["--check", "--prune"], "--check writes nothing"),
    (["--prune", "bug"], "--prune takes no scenarios"),
    (["--list", "--check"], "--list plays nothing, so it does not go together with --check"),
    (["--root=x", "--list"], "--list plays nothing, so it does not go together with --root"),
    (["--prnue"], "unknown option '--prnue'; did you mean '--prune'?"),
    (["--root"], "--root needs a value"),
    (["--root="], "--root is empty"),
    (["--root=a", "--root=b"], "--root is given more than once"),
  ])
  func refuses(words: [String], message: String) throws {
    let error = #expect(throws: UsageError.self) { try Request(arguments: ["record"] + words) }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }
}

/// The recording that a command line asks for.
func recordCommand(_ words: [String]) throws -> RecordCommand {
  guard case .execute(let command) = try Request(arguments: ["record"] + words) else {
    throw UnexpectedText()
  }
  return try #require(command as? RecordCommand)
}

private struct UnexpectedText: Error {}
