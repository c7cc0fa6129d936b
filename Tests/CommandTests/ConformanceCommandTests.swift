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
    #expect(lines.contains { $0.hasSuffix("0 failed, 542 skipped") })
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

  @Test(arguments: [
    (
      ["102"], ["102 nothing is lost"],
      ["buffer", "delivery", "sink", "pipeline"]
    ),
    (["710", "websocket"], ["710 frames are legal"], ["sink", "pipeline"]),
    (["710", "sink.websocket"], ["710 frames are legal"], ["sink"]),
    (
      ["101", "102", "polling"], ["101 the order is kept", "102 nothing is lost"], ["delivery"]
    ),
  ])
  func showsWhatIsAskedForAlone(
    words: [String], rules: [String], stages: [String]
  ) async throws {
    let options = words.flatMap { ["--only", $0] }
    let run = try await FinishedCommand.run(["conformance", "--shard=2/40"] + options)
    #expect(run.status == 0)
    let lines = run.outputText.split(separator: "\n")
    let shown = lines.compactMap { $0.firstMatch(of: #/^(\d\d\d .*?) {2}/#)?.1 }.map(String.init)
    #expect(Set(shown) == Set(rules))
    let heads = lines.compactMap { $0.firstMatch(of: #/^([a-z]+) {2,}[a-z]/#)?.1 }.map(String.init)
    #expect(heads == stages)
  }

  @Test func waivesOnlyWhatIsAskedFor() async throws {
    let folder = try TemporaryFolder()
    let waivers = """
      {"format": "status-conformance-waivers", "version": 1, "waivers": [
        {"rule": 710, "reason": "x", "until": "9999-12-31"},
        {"rule": 102, "subject": "sink", "reason": "x", "until": "9999-12-31"}]}
      """
    try folder.write(Array(waivers.utf8), to: "waivers.json")
    let words = ["conformance", "--shard=2/40", "--waivers", "\(folder.path)/waivers.json"]
    let run = try await FinishedCommand.run(words + ["--only", "102", "--only", "polling"])
    #expect(run.status == 0, "\(run.outputText)")
    let stale = try await FinishedCommand.run(words + ["--only", "sink.terminal", "--only", "102"])
    #expect(stale.status == 1)
    #expect(stale.outputText.contains("102") && !stale.outputText.contains("710"))
  }

  @Test func foldsTablesToTheirReadersWidth() async throws {
    let words = ["conformance", "--shard=2/40"]
    let wide = try await FinishedCommand.run(words).outputText
    let narrow = try await FinishedCommand.run(words, environment: ["COLUMNS": "80"]).outputText
    func cells(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { $0.contains(#/^\d\d\d .* {2}(pass|[a-z]{1,2})$/#) }
        .flatMap { $0.split(separator: #/ {2,}/#).dropFirst() }.sorted()
    }
    #expect(wide.split(separator: "\n").contains { $0.count > 100 })
    for line in narrow.split(separator: "\n") where line.contains(#/^\d\d\d /#) {
      #expect(line.count <= 80)
    }
    #expect(cells(narrow) == cells(wide) && cells(wide).count > 500)
    let list = try await FinishedCommand.run(
      ["conformance", "--list"], environment: ["COLUMNS": "80"])
    #expect(list.outputText.split(separator: "\n").allSatisfy { $0.count <= 80 })
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
    (["conformance", "--shard", "0/4"], "--shard '0/4': expected a share from 1/4 to 4/4"),
    (["conformance", "--shard", "5/4"], "--shard '5/4': expected a share from 1/4 to 4/4"),
    (["conformance", "--shard", "1/"], "--shard '1/': expected I/N, such as 1/4 "),
    (["conformance", "--shard", "1/2/3"], "--shard '1/2/3': expected I/N"),
    (["conformance", "--only=999"], "--only '999': there is no such rule, see --list"),
    (["conformance", "--only=terminl"], "--only 'terminl': did you mean 'terminal'?"),
    (["conformance", "--only=zzz"], "--only 'zzz': expected the number of a rule, agent, buffer"),
    (["conformance", "--only=710", "--only=planner"], "--only 710 is not about 'planner'"),
    (
      ["conformance", "--adapter=x", "--only=terminal"],
      "--only 'terminal': with --adapter it takes the number of a rule"
    ),
    (["conformance", "--only=710", "--list"], "--only is for verdicts"),
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
