import StatusStreaming
import Testing
import status_stream

/// What a command line comes to, as a pure function of its words.
@Suite struct RequestTests {
  @Test(arguments: [[], ["run"], ["--"], ["run", "--"]])
  func runsTheExampleQueriesByDefault(words: [String]) throws {
    let run = try runCommand(words)
    #expect(
      run.queries == [
        "Analyze the latest deployment logs",
        "We're seeing a ValueError in production, help diagnose",
        "What's the status of the API service?",
      ])
    #expect(run.agent == .planner)
    #expect(run.clock == .real)
    #expect(run.streaming == nil)
  }

  @Test(arguments: [["run"], []])
  func takesAValueInBothForms(command: [String]) throws {
    let apart = ["--query", "a=b", "--agent", "pipeline", "--clock", "virtual"]
    let joined = ["--query=a=b", "--agent=pipeline", "--clock=virtual"]
    for words in [apart, joined] {
      let run = try runCommand(command + words)
      #expect(run.queries == ["a=b"])
      #expect(run.agent == .pipeline)
      #expect(run.clock == .virtual)
    }
  }

  @Test func keepsQueriesInTheirOrder() throws {
    let run = try runCommand(["--query", "b", "--query=a", "--query", "b"])
    #expect(run.queries == ["b", "a", "b"])
  }

  @Test(arguments: ["-5 degrees", "-", "--query=--stream", "--", "=", "\u{301}é", "a\nb"])
  func takesAnyTextAfterAnEqualsSign(query: String) throws {
    #expect(try runCommand(["--query=\(query)"]).queries == [query])
  }

  @Test(arguments: ["-5 degrees", "-", "-x"])
  func takesAValueThatBeginsWithOneDash(query: String) throws {
    #expect(try runCommand(["--query", query]).queries == [query])
  }

  @Test func streamsWithTheDefaultsOfTheCommandLine() throws {
    let streaming = try #require(try runCommand(["--stream", "--stream"]).streaming)
    #expect(streaming == Streaming())
    #expect(streaming.sink == .terminal)
    #expect(streaming.pollInterval == .milliseconds(50))
    #expect(!streaming.showsTimes)
  }

  @Test func readsHowToStream() throws {
    let polling = ["--stream", "--poll-interval", "1.5s", "--timestamps", "--monitor=polling"]
    #expect(
      try runCommand(polling).streaming
        == Streaming(pollInterval: .milliseconds(1500), showsTimes: true))
    let waking = ["--stream", "--monitor", "wake"]
    #expect(try runCommand(waking).streaming == Streaming(pollInterval: nil))
  }

  @Test(arguments: [SinkKind.sse, .websocket, .jsonl])
  func aWireSinkImpliesStreaming(sink: SinkKind) throws {
    let run = try runCommand(["--sink", sink.rawValue, "--query", "x"])
    #expect(run.streaming == Streaming(sink: sink))
  }

  @Test func namingTheTerminalDoesNotImplyStreaming() throws {
    #expect(try runCommand(["--sink", "terminal"]).streaming == nil)
  }

  @Test func acceptsTheReferenceProfile() throws {
    let run = try runCommand(["--sink=sse", "--profile=reference", "--query=x"])
    #expect(run.streaming?.sink == .sse)
  }

  @Test func acceptsAGUI() throws {
    let line = ["--sink=websocket", "--query=x", "--profile=ag-ui"]
    #expect(try runCommand(line).streaming?.profile == .agUI(threadID: "thread-1"))
    let run = try runCommand(line + ["--thread=t", "--epoch=e", "--resume-after=e-3"])
    #expect(run.streaming?.profile == .agUI(threadID: "t"))
    #expect(run.streaming?.resumeAfter == Cursor(3, in: "e"))
  }

  @Test(arguments: badLines)
  func refusesWithAMessage(line: BadLine) throws {
    let error = try #require(throws: UsageError.self) { try Request(arguments: line.words) }
    for part in line.parts {
      #expect(error.description.contains(part), "\(error.description)")
    }
    #expect(!error.description.contains { $0.isNewline || $0 == "\u{1B}" })
  }

  @Test func namesNoOptionForWhatResemblesNone() throws {
    let error = try #require(throws: UsageError.self) {
      try Request(arguments: ["--zzz"])
    }
    #expect(!error.description.contains("did you mean"))
  }
}

/// A command line that is refused, and what the message has to contain.
struct BadLine: CustomTestStringConvertible {
  let words: [String]
  let parts: [String]

  init(_ words: String..., says parts: String...) {
    self.words = words
    self.parts = parts
  }

  var testDescription: String { words.joined(separator: " ") }
}

private let badLines = [
  BadLine("rnu", says: "unknown command 'rnu'", "'run'"),
  BadLine("rum", "--stream", says: "unknown command 'rum'", "'run'"),
  BadLine("hlep", says: "unknown command 'hlep'", "'help'"),
  BadLine("Run", says: "unknown command 'Run'", "'run'"),
  BadLine(
    "dance", says: "unknown command 'dance'",
    "expected run, record, conformance, replay, check, simulate, timeline or"),
  BadLine("", says: "unknown command ''"),
  BadLine("\u{1B}[31m\n", says: #"unknown command '\u{1b}[31m\u{a}'"#),
  BadLine("help", "rnu", says: "unknown command 'rnu'", "'run'"),
  BadLine("help", "run", "help", says: "unexpected argument 'help'"),
  BadLine("run", "faster", says: "unexpected argument 'faster'"),
  BadLine("--stream", "faster", says: "unexpected argument 'faster'"),
  BadLine("--stream", "run", says: "unexpected argument 'run'", "before its options"),
  BadLine("--", "run", says: "unexpected argument 'run'"),
  BadLine("--version", "now", says: "unexpected argument 'now'"),
  BadLine("--help", "now", says: "unexpected argument 'now'"),
  BadLine("--qurey", "x", says: "unknown option '--qurey'", "'--query'"),
  BadLine("--strem", says: "unknown option '--strem'", "'--stream'"),
  BadLine("-stream", says: "unknown option '-stream'", "'--stream'"),
  BadLine("--time", says: "unknown option '--time'", "'--timestamps'"),
  BadLine("--poll=5ms", says: "unknown option '--poll'", "'--poll-interval'"),
  BadLine("--zzz", says: "unknown option '--zzz'"),
  BadLine("help", "--stream", says: "unknown option '--stream'"),
  BadLine("--stream=maybe", says: "--stream takes no value", "'maybe'"),
  BadLine("--stream=", says: "--stream takes no value", "''"),
  BadLine("--help=run", says: "--help takes no value", "'run'"),
  BadLine("--query", says: "--query needs a value"),
  BadLine("--query", "--stream", says: "--query needs a value", "--query=VALUE"),
  BadLine("--query", "--", "x", says: "--query needs a value"),
  BadLine("--query", "", says: "--query is empty"),
  BadLine("--query=", says: "--query is empty"),
  BadLine("--query", "x", "--query", " \t", says: "--query is empty"),
  BadLine("--agent", "robot", says: "unknown agent 'robot'", "planner or pipeline"),
  BadLine("--clock=sun", says: "unknown clock 'sun'", "real or virtual"),
  BadLine("--clock", "real", "--clock", "real", says: "--clock is given more than once"),
  BadLine("--sink", "tty", says: "unknown sink 'tty'", "terminal, sse, websocket or jsonl"),
  BadLine("--sink=", says: "unknown sink ''"),
  BadLine("--sink", "sse", says: "--sink sse", "exactly one --query", "got 0"),
  BadLine("--sink=jsonl", "--query=a", "--query=b", says: "exactly one --query", "got 2"),
  BadLine("--profile", "reference", says: "--profile needs --sink sse or websocket"),
  BadLine(
    "--sink=jsonl", "--query=x", "--profile=reference",
    says: "--profile needs --sink sse or websocket, got jsonl"),
  BadLine(
    "--sink=sse", "--query=x", "--profile=x", says: "unknown profile 'x'",
    "reference, resumable or ag-ui"),
  BadLine("--sink=jsonl", "--query=x", "--profile=ag-ui", says: "--profile needs --sink sse"),
  BadLine(
    "--sink=sse", "--query=x", "--profile=resumable", "--thread=t",
    says: "--thread needs --profile ag-ui"),
  BadLine("--sink=sse", "--query=x", "--resume-after=3", says: "needs --profile resumable"),
  BadLine("--resume-after", "3", says: "--resume-after needs --profile resumable"),
  BadLine(
    "--sink=sse", "--query=x", "--profile=resumable", "--resume-after=three",
    says: "--resume-after", "three", "expected the number of an event"),
  BadLine(
    "--sink=sse", "--query=x", "--profile=resumable", "--resume-after=-1",
    says: "--resume-after", "-1"),
  BadLine(
    "--sink=sse", "--query=x", "--profile=resumable", "--resume-after=old-3",
    says: "--resume-after 'old-3'", "another epoch than the run's, which has none"),
  BadLine(
    "--sink=sse", "--query=x", "--profile=resumable", "--epoch=new", "--resume-after=old-3",
    says: "--resume-after 'old-3'", "another epoch than the run's, which is 'new'"),
  BadLine(
    "--sink=sse", "--query=x", "--profile=resumable", "--epoch=new", "--resume-after=3",
    says: "--resume-after '3'", "another epoch than the run's, which is 'new'"),
  BadLine("--sink=sse", "--query=x", "--epoch=a", says: "--epoch needs --profile resumable"),
  BadLine("--epoch=a", says: "--epoch needs --profile resumable or ag-ui, or --sink jsonl"),
  BadLine(
    "--sink=jsonl", "--query=x", "--epoch=a-b", says: "--epoch 'a-b'", "ASCII letters and digits"),
  BadLine("--stream", "--monitor", "ears", says: "unknown monitor 'ears'", "polling or wake"),
  BadLine("--monitor", "wake", says: "--monitor needs --stream"),
  BadLine("--poll-interval", "5ms", says: "--poll-interval needs --stream"),
  BadLine("--timestamps", "--sink", "terminal", says: "--timestamps needs --stream"),
  BadLine(
    "--stream", "--monitor=wake", "--poll-interval=5ms", says: "--poll-interval needs", "polling"),
  BadLine(
    "--sink=sse", "--query=x", "--timestamps", says: "--timestamps needs --sink terminal", "sse"),
  BadLine("--stream", "--poll-interval", "0ms", says: "'0ms'", "positive", "50ms"),
  BadLine("--stream", "--poll-interval", "-5ms", says: "'-5ms'", "positive", "50ms"),
  BadLine("--stream", "--poll-interval", "50", says: "'50'", "units", "50ms"),
  BadLine("--poll-interval", "soon", says: "'soon'", "50ms"),
]

/// The run that a command line asks for.
func runCommand(_ words: [String]) throws -> RunCommand {
  guard case .execute(let command) = try Request(arguments: words) else {
    Issue.record("expected a command, got a text to show")
    throw UnexpectedRequest()
  }
  return try #require(command as? RunCommand)
}

private struct UnexpectedRequest: Error {}
