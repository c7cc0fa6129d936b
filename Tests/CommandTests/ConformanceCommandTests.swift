import StatusConformance
import Testing
import status_stream

/// The package's own implementations, verified by the command.
@Suite struct ConformanceCommandTests {
  @Test func showsATableOfWhatHoldsAndWhatHappened() async throws {
    let command = try await FinishedCommand.run(["conformance", "--coverage"])
    #expect(command.status == 0)
    let lines = command.outputText.split(separator: "\n")
    for stage in ConformanceSubject.allCases {
      #expect(lines.contains { $0.hasPrefix("\(stage.rawValue) ") })
    }
    #expect(lines.contains { $0.hasPrefix("102 nothing is lost") && $0.hasSuffix("pass") })
    #expect(lines.contains { $0.hasSuffix("0 failed, 530 skipped") })
    for pattern in [
      #/^buffer dropping: 420 runs, \d+ of them worlds, 0 cut off$/#, #/^ +\d+  a long silence$/#,
      #/^  (\d+) of \1 pairs$/#, #/^    can't be: .+ \+ .+, since .+$/#,
    ] as [any RegexComponent] {
      #expect(lines.contains { $0.contains(pattern) })
    }
    // What is promised to happen within the usual runs has happened, but for what is up to the loop,
    // to read from the run's buffer and to send what is there in batches, and to the agent, to ask
    // the run for work.
    let missing = Set(lines.compactMap { $0.firstMatch(of: #/^ +0  (.+)/#)?.1 })
    let choices: Set<Substring> = [
      "reads of the buffer that take long", "reads of the buffer that fail",
      "sinks that take a part of a batch",
      "work that fails", "work that fails with an error that is not for viewers",
      "work that is cancelled, but not the agent", "work that fails twice and then goes well",
      "work that fails again and again", "work that takes seconds to hours",
      "work that takes no time, or always as much",
      "an agent that is cancelled when some of its work has failed",
    ]
    #expect(missing == choices)
  }

  @Test func writesAFileAsAWhole() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("old".utf8), to: "report.xml")
    let command = try await FinishedCommand.run([
      "conformance", "--shard=2/40", "--format", "junit", "--output", "\(folder.path)/report.xml",
    ])
    #expect(command.status == 0)
    #expect(command.output.isEmpty)
    let report = String(decoding: try #require(folder["report.xml"]), as: UTF8.self)
    #expect(report.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"))
    #expect(report.contains("classname=\"sink.websocket\" name=\"rule 710: frames are legal\"/>"))
    #expect(try folder.inodes().count == 1)
  }

  @Test(arguments: ["", "/missing/report.json"])
  func saysWhereItCantWrite(path: String) async throws {
    let folder = try TemporaryFolder()
    let file = folder.path + path
    let command = try await FinishedCommand.run(["conformance", "--output", file])
    #expect(command.status == 74)
    #expect(command.errorText.contains(file))
    #expect(try folder.inodes().isEmpty)
  }

  @Test func tellsOfTheRules() async throws {
    let list = try await FinishedCommand.run(["conformance", "--list"])
    #expect(list.status == 0)
    #expect(list.outputText == RuleCatalog.list)
    let data = try await FinishedCommand.run(["conformance", "--list", "--format=json"])
    let isSame = try data.output == fixture("Rules.json")
    #expect(isSame)
    let rule = try #require(ConformanceRule(id: 102))
    let explanation = try await FinishedCommand.run(["conformance", "--explain", "102"])
    #expect(explanation.outputText == rule.explanation)
  }

  @Test(
    arguments: [
      ("{}", 65, "is no file of waivers: the file: expected \"format\""),
      (nil, 74, "can't read '"),
    ] as [(String?, Int32, String)])
  func refusesWaivers(text: String?, status: Int32, message: String) async throws {
    let folder = try TemporaryFolder()
    if let text { try folder.write(Array(text.utf8), to: "waivers.json") }
    let command = try await FinishedCommand.run([
      "conformance", "--waivers", "\(folder.path)/waivers.json",
    ])
    #expect(command.status == status)
    #expect(command.errorText.contains(message), "\(command.errorText)")
  }

  @Test func replaysARun() async throws {
    let verification = try #require(
      BuiltInVerifications.all.first { $0.subject == .delivery && $0.name == "polling" })
    let run = try #require(await verification.token(ofRun: 1))
    let token = ConformanceToken(subject: .delivery, name: "polling", run: run)
    #expect(try ConformanceToken(parsing: "\(token)") == token)
    let command = try await FinishedCommand.run(["replay", "\(token)"])
    #expect(command.status == 0)
    #expect(command.outputText.hasPrefix("delivery polling, "))
    #expect(command.outputText.contains("the agent publishes run-1 #1"))
    #expect(command.outputText.hasSuffix("no rule is broken\n"))

    let other = ConformanceToken(subject: .sink, name: "terminal", run: run)
    let stray = try await FinishedCommand.run(["replay", "\(other)"])
    #expect(stray.status == 1)
    #expect(stray.errorText.contains("the replay token"))
  }

  @Test(arguments: [
    (
      ["conformance", "--format", "xml"],
      "unknown format 'xml': expected table, json, junit or sarif"
    ),
    (["conformance", "--list", "--explain", "102"], "--list is of all rules"),
    (["conformance", "--list", "--format", "sarif"], "--list has --format table or json, got "),
    (["conformance", "--list", "--waivers", "x"], "--waivers is for verdicts, and --list gives"),
    (["conformance", "--explain", "102", "--coverage"], "--coverage is for verdicts"),
    (
      ["conformance", "--explain", "9"], "--explain '9': expected the number of a rule, see --list"
    ),
    (["conformance", "--explain=102", "--format=json"], "--explain is for people"),
    (["conformance", "--waivers="], "--waivers is empty: expected a file"),
    (["conformance", "--output="], "--output is empty"),
    (["conformance", "--coverage", "--format=json"], "--coverage is for the table: json "),
    (["conformance", "--shard", "0/4"], "--shard '0/4': expected I/N, such as 1/4 "),
    (["conformance", "--shard", "5/4"], "--shard '5/4': expected I/N"),
    (["conformance", "--shard", "1/"], "--shard '1/': expected I/N"),
    (["conformance", "--shard", "1/2/3"], "--shard '1/2/3': expected I/N"),
    (["conformance", "--shard=1/2", "--list"], "--shard is for verdicts"),
    (["conformance", "terminal"], "unexpected argument 'terminal'"),
    (["replay"], "replay needs a token"),
    (["replay", "garbage"], "token 'garbage': expected STAGE.NAME.TOKEN"),
    (["replay", "pipe.x.sim1d_A"], "token 'pipe.x.sim1d_A': expected STAGE.NAME.TOKEN"),
    (["replay", "sink.terminal.zzz"], "token 'sink.terminal.zzz': "),
  ])
  func refuses(words: [String], message: String) throws {
    let error = #expect(throws: UsageError.self) { try Request(arguments: words) }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }
}
