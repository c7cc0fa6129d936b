import Foundation
import Testing
import status_stream

/// Adapters of pipelines in other languages.
@Suite struct AdapterTests {
  /// A shell's way to answer the first call.
  private static let greeting = #"echo '{"id":1,"version":1,"profile":"reference"}'; "#
  private static let greet = "read line; \(greeting)"

  private static func run(
    _ adapter: String, runs: Int = 1, timeout: String = "30s"
  ) async throws -> FinishedCommand {
    try await FinishedCommand.run([
      "conformance", "--adapter", adapter, "--runs", "\(runs)", "--call-timeout", timeout,
      "--format", "json",
    ])
  }

  @Test(
    arguments: [
      ("exit 3", 74, "the adapter exited with status 3, when call 1 (hello) was to be answered"),
      ("kill -9 $$", 74, "the adapter was ended by signal 9, when call 1 (hello) was"),
      ("/missing/adapter", 74, "the adapter could not start: its shell exited with status 127"),
      (
        "echo hello; sleep 60", 74,
        "the adapter wrote no JSON object in a line, when call 1 (hello)"
      ),
      ("echo '[]'; sleep 60", 74, "it is no object. It wrote '[]'"),
      ("sh -c 'exec >&-; sleep 60'", 74, "the adapter closed its output, when call 1 (hello) was"),
      ("cd / && X=1 sh -c 'exec >&-; sleep 60'", 74, "the adapter closed its output, when call 1"),
      ("sh -c 'kill -9 $$'", 74, "the adapter was ended by signal 9, when call 1 (hello) was"),
      ("(sh -c 'kill -9 $$'; exit $?)", 74, "the adapter was ended by signal 9, when call 1"),
      ("exec >&-; sleep 60", 74, "the adapter closed its output, when call 1 (hello) was"),
      (
        "printf '{\"id\":1'; exit", 74,
        "the adapter exited with status 0 within a line, when call 1"
      ),
      ("echo '{\"id\":7}'; sleep 60", 1, "there was no call 7; it wrote"),
      ("echo '{\"version\":1}'; sleep 60", 1, "it has no \"id\" that is an integer"),
      ("echo '{\"id\":1,\"version\":2}'; sleep 60", 1, "its \"version\" is not 1"),
      ("echo '{\"id\":1,\"version\":1}'; sleep 60", 1, "its \"profile\" is neither"),
      (
        "read x; echo '{\"id\":1,\"error\":\"no port\"}'; sleep 60", 1,
        "answered hello with an error: no port"
      ),
      (greet + "exit 4", 74, "the adapter exited with status 4, when call 2 (start) was"),
      (greet + "echo '{\"id\":1}'; sleep 60", 1, "it answers call 1 once more, or late"),
      (
        "echo '{\"id\":1,\"version\":1,\"profile\":\"reference\",\"name\":\"a\\u001bb\"}'; sleep 60",
        1,
        "its \"name\" has a control character"
      ),
      (
        "read line; exec <&-; \(greeting)sleep 60", 74,
        "the adapter closed its input, when call 2 (start) was"
      ),
    ] as [(String, Int32, String)])
  func saysWhatIsWrong(adapter: String, status: Int32, message: String) async throws {
    let command = try await Self.run(adapter)
    #expect(command.status == status, "\(command.errorText)")
    #expect(command.errorText.contains(message), "\(command.errorText)")
    #expect(command.output.isEmpty)
  }

  @Test(
    arguments: [
      ("sleep 60", "the adapter gave no answer within 1.0 seconds, when call 1 (hello) was"),
      ("printf '{\"id\":1'; sleep 60", "to be answered; it wrote '{\"id\":1' and no line feed"),
      (greet + "read x; echo '{\"id\":2}'; sleep 60", "within 1.0 seconds, when call 3 ("),
    ])
  func givesUpWhoDoesNotAnswer(adapter: String, message: String) async throws {
    let command = try await Self.run(adapter, timeout: "1s")
    #expect(command.status == 1, "\(command.errorText)")
    #expect(command.errorText.contains(message), "\(command.errorText)")
    #expect(command.output.isEmpty)
  }

  @Test func leavesNoProcessBehind() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/pid"
    _ = try await Self.run("sleep 60 & echo $! > '\(file)'; wait", timeout: "1s")
    #expect(try await Self.isGone(#require(folder["pid"])))
  }

  @Test func endsWhenItIsInterrupted() async throws {
    let folder = try TemporaryFolder()
    // An adapter that keeps standard error would be waited for by who reads that.
    let adapter = "echo $$ > '\(folder.path)/pid'; echo started >&2; exec sleep 60 2>&-"
    let command = try RunningCommand(["conformance", "--adapter", adapter])
    command.awaitErrors(containing: "started")
    command.send(SIGINT)
    #expect(await command.finish().status == 130)
    #expect(try await Self.isGone(#require(folder["pid"])))
  }

  /// Whether a process has ended, once whoever adopts orphans has had the time to notice.
  private static func isGone(_ identifier: [UInt8]) async throws -> Bool {
    let text = String(decoding: identifier, as: UTF8.self)
    let process = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    for _ in 0..<100 {
      if kill(process, 0) != 0, errno == ESRCH { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }

  private static let hasPython =
    ["/usr/bin/python3", "/usr/local/bin/python3"].contains {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    || (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/python3")
    }

  /// Answers each call but some with what is right for a server that shows nothing.
  private static func answering(_ call: String, with members: String) -> String {
    """
    python3 -c 'import json, sys
    for line in sys.stdin:
      call = json.loads(line)
      answer = {"id": call["id"], "version": 1, "profile": "resumable", "end": True}
      if call["call"] == "\(call)":
        answer = {"id": call["id"], \(members)}
      print(json.dumps(answer), flush=True)'
    """
  }

  @Test("names the members of an answer that has none of those", .enabled(if: hasPython))
  func misspelled() async throws {
    let command = try await Self.run(Self.answering("read", with: "\"byte\": \"\""))
    #expect(command.status == 1)
    #expect(
      command.errorText.contains("it has no \"bytes\" or \"end\", but \"byte\"; it wrote"),
      "\(command.errorText)")
  }

  @Test("says that a server could not be started", .enabled(if: hasPython))
  func unstartable() async throws {
    let command = try await Self.run(Self.answering("start", with: "\"error\": \"boom\""))
    #expect(command.status == 1)
    #expect(
      command.outputText.contains(
        "it can't be made: the adapter answers start with the error 'boom'"),
      "\(command.outputText)")
  }

  private static func script(_ name: String) -> String {
    let path = fixtureURL("../Tests/Adapters/\(name).py").standardized.path
    return "exec python3 '\(path)'"
  }

  private static func verdicts(_ command: FinishedCommand) throws -> [Int: String] {
    let object = try JSONSerialization.jsonObject(with: Data(command.output)) as? [String: Any]
    let report = (object?["reports"] as? [[String: Any]])?.first
    let results = report?["results"] as? [[String: Any]] ?? []
    return Dictionary(
      uniqueKeysWithValues: results.compactMap { result in
        guard let rule = result["rule"] as? Int, let verdict = result["verdict"] as? String
        else { return nil }
        return (rule, verdict)
      })
  }

  @Test("charges the seed document's design with what it has", .enabled(if: hasPython))
  func seed() async throws {
    // On a busy machine the loop looks once more before the end, now and then.
    let command = try await Self.run(Self.script("seed"), runs: 12, timeout: "10s")
    #expect(command.status == 1, "\(command.errorText)")
    let verdicts = try Self.verdicts(command)
    for rule in [102, 204, 207, 501] { #expect(verdicts[rule] == "violation", "\(rule)") }
    #expect(
      !verdicts.contains { $0.value == "violation" && ![102, 204, 206, 207, 501].contains($0.key) })
  }

  @Test("passes the corrected design", .enabled(if: hasPython))
  func corrected() async throws {
    let command = try await Self.run(Self.script("corrected"), runs: 27, timeout: "10s")
    #expect(command.status == 0, "\(command.errorText)\(command.outputText)")
    #expect(try Self.verdicts(command).count { $0.value == "pass" } > 20)
  }

  @Test("says what few runs say nothing of", .enabled(if: hasPython))
  func fewRuns() async throws {
    let verdicts = try Self.verdicts(
      try await Self.run(Self.script("seed"), runs: 1, timeout: "10s"))
    #expect([204, 207, 501, 604].allSatisfy { verdicts[$0] == "skip" }, "\(verdicts)")
  }

  @Test("ends what a passing adapter has left", .enabled(if: hasPython))
  func leavesNothingBehindAPass() async throws {
    let folder = try TemporaryFolder()
    let start = "sleep 60 >&- 2>&- <&- & echo $! > '\(folder.path)/pid'; "
    let command = try await Self.run(start + Self.script("corrected"), runs: 1, timeout: "10s")
    #expect(command.status == 0, "\(command.errorText)")
    #expect(try await Self.isGone(#require(folder["pid"])))
  }

  @Test("exposes an adapter that answers from its own log", .enabled(if: hasPython))
  func fromLog() async throws {
    let command = try await Self.run(Self.script("from_log"), runs: 15, timeout: "10s")
    #expect(command.status == 1, "\(command.errorText)")
    #expect(try Self.verdicts(command)[604] == "violation")
  }

  @Test(arguments: [
    (["conformance", "--adapter", "  "], "--adapter is empty: expected a command"),
    (["conformance", "--wire", "sse"], "--wire needs --adapter"),
    (["conformance", "--runs", "3"], "--runs needs --adapter"),
    (["conformance", "--adapter", "x", "--runs", "0"], "--runs '0': expected a number above 0"),
    (
      ["conformance", "--adapter", "x", "--runs", "999999999999999999999"],
      "--runs '999999999999999999999': expected a number above 0 and at most 9223372036854775807"
    ),
    (["run", "--profile", "ag-ui", "--sink", "sse", "--thread="], "--thread is empty: expected"),
    (["simulate", "--seeds", "0..<999999999999999999999"], "--seeds '0..<9999"),
    (["conformance", "--adapter", "x", "--list"], "--adapter does not go together with --list"),
    (["conformance", "--adapter", "x", "--wire", "http"], "unknown wire 'http'"),
    (["conformance", "--adapter", "x", "--call-timeout", "soon"], "--call-timeout 'soon': "),
  ])
  func refuses(words: [String], message: String) throws {
    let error = #expect(throws: UsageError.self) { try Request(arguments: words) }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }
}
