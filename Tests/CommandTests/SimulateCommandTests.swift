import Foundation
import StatusConformance
import Testing
import status_stream

/// Sweeps over the package's own pipelines, and what is put together of them.
@Suite struct SimulateCommandTests {
  private static func simulate(
    _ arguments: String..., environment: [String: String] = [:]
  ) async throws -> FinishedCommand {
    try await FinishedCommand.run(
      ["simulate"] + arguments + ["--progress", "quiet"], environment: environment)
  }

  private static func merge(_ files: [String], _ format: String = "json") async throws
    -> FinishedCommand
  {
    try await FinishedCommand.run(["simulate", "--merge", "--format", format] + files)
  }

  /// The lines of a file, without its head.
  private static func runs(_ name: String, in folder: TemporaryFolder) throws -> Set<String> {
    let text = String(decoding: try #require(folder[name]), as: UTF8.self)
    return Set(text.split(separator: "\n").dropFirst().map(String.init))
  }

  /// Seven shares, each by the variables of one engine or another.
  private static let engines: [@Sendable (Int) -> [String: String]] = [
    { ["STATUS_SHARD": "\($0 + 1)/7"] },
    { ["TEST_SHARD_INDEX": "\($0)", "TEST_TOTAL_SHARDS": "7"] },
    { ["STATUS_SHARD": "auto", "CI_NODE_INDEX": "\($0 + 1)", "CI_NODE_TOTAL": "7"] },
    { ["STATUS_SHARD": "auto", "JOB_COMPLETION_INDEX": "\($0)", "STATUS_SHARDS": "7"] },
    {
      [
        "STATUS_SHARD": "auto", "SLURM_ARRAY_TASK_ID": "\(4 + 2 * $0)",
        "SLURM_ARRAY_TASK_MIN": "4", "SLURM_ARRAY_TASK_MAX": "16", "SLURM_ARRAY_TASK_STEP": "2",
        "SLURM_ARRAY_TASK_COUNT": "7",
      ]
    },
  ]

  @Test func sevenSharesAreTheWholeWhateverTheEngine() async throws {
    let folder = try TemporaryFolder()
    let whole = try await Self.simulate("--seeds=3..<24", "--output", "\(folder.path)/whole")
    #expect(whole.status == 0, "\(whole.errorText)")
    #expect(whole.outputText.contains("Runs 3..<24: 21 made, 0 failed; "))
    #expect(whole.outputText.contains("  never: "))
    let files = (0..<7).map { "\(folder.path)/\($0)" }
    for (index, file) in files.enumerated() {
      let share = try await Self.simulate(
        "--seeds=3..<24", "--output", file,
        environment: Self.engines[index % Self.engines.count](index))
      #expect(share.status == 0, "\(share.errorText)")
      #expect(share.outputText.contains("Runs 3..<24, share \(index + 1)/7: 3 made"))
    }
    let all = try files.indices.map { try Self.runs("\($0)", in: folder) }
    let runs = try Self.runs("whole", in: folder)
    #expect(all.reduce(into: Set()) { $0.formUnion($1) } == runs)
    #expect(all.reduce(0) { $0 + $1.count } == 21)
    let merged = try await Self.merge(files.reversed() + files)
    let once = try await Self.merge(["\(folder.path)/whole"])
    #expect(merged.status == 0 && once.status == 0)
    let isSame = merged.output == once.output
    #expect(isSame)
    #expect(merged.errorText.contains("3 runs of '\(files[0])' had been given before"))
    let lacking = try await Self.merge(Array(files.dropLast()))
    #expect(lacking.status == 65)
    #expect(lacking.errorText.contains("missing of the runs 3..<24: share 7/7"))
  }

  @Test func bazelsStatusFileIsTouched() async throws {
    let folder = try TemporaryFolder()
    let share = try await Self.simulate(
      "--seeds=0..<2",
      environment: [
        "TEST_SHARD_INDEX": "1", "TEST_TOTAL_SHARDS": "2",
        "TEST_SHARD_STATUS_FILE": "\(folder.path)/touched",
      ])
    #expect(share.status == 0 && share.outputText.contains("share 2/2: 1 made"))
    #expect(folder["touched"]?.isEmpty == true)
  }

  @Test func sharesThatAreKilledAreGoneOnWith() async throws {
    let folder = try TemporaryFolder()
    let arguments = ["--seeds=0..<80", "--jobs=2", "--shard=2/2", "--output"]
    let whole = try await FinishedCommand.run(["simulate"] + arguments + ["\(folder.path)/whole"])
    #expect(whole.status == 0)
    let file = "\(folder.path)/killed"
    for milliseconds in [250, 300] {
      let command = try RunningCommand(["simulate"] + arguments + [file, "--resume"])
      let start = ContinuousClock.now
      command.wait { start.duration(to: .now) > .milliseconds(milliseconds) }
      command.send(SIGKILL)
      _ = await command.finish()
      let text = String(decoding: folder["killed"] ?? [], as: UTF8.self)
      #expect(text.isEmpty || text.hasSuffix("\n"))
    }
    // What the end of a device would leave.
    let torn = (folder["killed"] ?? []) + Array("{\"happened\":[".utf8)
    try folder.write(torn, to: "killed")
    let rest = try await FinishedCommand.run(["simulate"] + arguments + [file, "--resume"])
    #expect(rest.status == 0, "\(rest.errorText)")
    #expect(try Self.runs("killed", in: folder) == Self.runs("whole", in: folder))
    #expect(rest.output == whole.output)
    let again = try await FinishedCommand.run(["simulate"] + arguments + [file])
    #expect(again.status == 64 && again.errorText.contains("go on with it by --resume"))
    let other = try await FinishedCommand.run([
      "simulate", "--seeds=0..<9", "--output", file, "--resume",
    ])
    #expect(other.status == 65 && other.errorText.contains("it has the runs 0..<80"))
  }

  @Test func anInterruptionLeavesAFileToGoOnWith() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/file"
    let command = try RunningCommand(
      ["simulate", "--budget=10m", "--output", file, "--progress=plain"])
    command.wait { (folder["file"] ?? []).count { $0 == 0x0A } >= 3 }
    command.send(SIGINT)
    let finished = await command.finish()
    #expect(finished.status == 130)
    #expect(finished.errorText.contains("with --resume goes on"))
    #expect(folder["file"]?.last == 0x0A)
  }

  @Test func whatACorpusHoldsIsReadFirst() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("no token\n".utf8), to: "a.token")
    let command = try await Self.simulate("--seeds=0..<2", "--corpus", folder.path)
    #expect(command.status == 65 && command.output.isEmpty)
    #expect(command.errorText.contains("a.token' holds no token: "))
  }

  @Test func aBudgetEndsIt() async throws {
    let command = try await Self.simulate("--budget=300ms", "--jobs=1", "--format=json")
    #expect(command.status == 0)
    #expect(command.outputText.contains("\"failedRuns\" : 0"))
  }

  @Test func whatDoesNotFitTogetherIsRefused() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/one"
    #expect(try await Self.simulate("--seeds=0..<2", "--output", file).status == 0)
    let text = String(decoding: try #require(folder["one"]), as: UTF8.self)
    let other = text.replacing("\"revision\":\"", with: "\"revision\":\"x")
    try folder.write(Array(other.utf8), to: "other")
    let merged = try await Self.merge([file, "\(folder.path)/other"], "table")
    #expect(merged.status == 65 && merged.output.isEmpty)
    #expect(merged.errorText.contains("has the revision x"))
    try folder.write(Array("no JSON\n".utf8), to: "garbage")
    let garbage = try await Self.merge([file, "\(folder.path)/garbage"])
    #expect(garbage.status == 65 && garbage.errorText.contains("garbage', line 1 is neither"))
    // A rule that is broken is broken, whatever stands beside it.
    let failure = """
      "failure":{"rule":102,"expected":"a","seen":"b","situation":"c","alsoBroken":[],\
      "expectedTranscript":[],"seenTranscript":[],"timeline":[]},"hash":
      """
    for (name, text) in [("failing", text), ("failing-other", other)] {
      let lines = text.replacing("\"hash\":", with: failure, maxReplacements: 1)
      try folder.write(Array(lines.utf8), to: name)
    }
    let failing = "\(folder.path)/failing"
    for files in [
      [failing], [failing, "\(folder.path)/other"], ["\(folder.path)/garbage", failing],
      [file, "\(folder.path)/failing-other"],
    ] {
      let merged = try await Self.merge(files, "table")
      #expect(merged.status == 1, "\(files): \(merged.errorText)")
    }
    let told = try await Self.merge([failing, "\(folder.path)/other"], "table")
    #expect(told.outputText.contains("rule 102"))
    let missing = try await Self.merge([file, "\(folder.path)/nothing"])
    #expect(missing.status == 74 && missing.errorText.contains("can't read"))
  }

  @Test(arguments: [
    (["simulate", "--seeds", "5..<5"], "--seeds '5..<5': expected A..<B"),
    (["simulate", "--seeds", "0..<"], "--seeds '0..<': expected A..<B"),
    (["simulate", "--seeds", "-1..<5"], "--seeds '-1..<5': expected A..<B"),
    (["simulate", "--seeds", "0..<99999999999999999999"], "--seeds '0..<9999"),
    (["simulate", "--seeds=0..<1", "--budget=1s"], "--seeds says which runs and --budget"),
    (["simulate", "--budget", "soon"], "--budget 'soon': expected a positive duration"),
    (["simulate", "--jobs", "0"], "--jobs '0': expected a number above 0"),
    (["simulate", "--stop-after", "-1"], "--stop-after '-1': expected a number above 0"),
    (["simulate", "--resume"], "--resume needs --output"),
    (["simulate", "--progress", "loud"], "unknown progress 'loud': expected auto, plain or quiet"),
    (["simulate", "--corpus="], "--corpus is empty: expected a folder"),
    (["simulate", "file"], "unexpected argument 'file': files are for --merge"),
    (["simulate", "--shard", "4/3"], "--shard '4/3': expected a share from 1/3 to 3/3"),
    (["simulate", "--merge"], "--merge needs files"),
    (["simulate", "--merge", "--seeds=0..<1", "file"], "--seeds is for runs that are made"),
  ])
  func refuses(words: [String], message: String) throws {
    let error = #expect(throws: UsageError.self) { try Request(arguments: words) }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  @Test(arguments: [["simulate", "--seeds=0..<1"], ["conformance"]])
  func aVariableThatSaysNothingIsAnError(words: [String]) async throws {
    for (variables, name) in [
      (["STATUS_SHARD": "8/7"], "STATUS_SHARD"), (["STATUS_SHARD": "auto"], "STATUS_SHARD"),
      (["TEST_SHARD_INDEX": "7", "TEST_TOTAL_SHARDS": "7"], "TEST_SHARD_INDEX"),
    ] {
      let command = try await FinishedCommand.run(words, environment: variables)
      #expect(command.status == 64 && command.output.isEmpty)
      #expect(command.errorText.contains("\(name) is "))
    }
  }

  @Test func sharesAreRunByGNUParallel() async throws {
    let folder = try TemporaryFolder()
    let script = """
      parallel --version 2>/dev/null | grep -q GNU || exit 77
      cd '\(folder.path)' || exit 1
      seq 4 | parallel --will-cite --quote --jobs 2 \
        "$0" simulate --seeds '0..<12' --shard '{}/4' --output 'runs-{}.jsonl' >/dev/null &&
      "$0" simulate --merge runs-*.jsonl
      """
    let command = await (try RunningCommand(script: script)).finish()
    if command.status == 77 { try Test.cancel("GNU parallel is not installed") }
    #expect(command.status == 0, "\(command.errorText)")
    #expect(command.outputText.contains("All shares: 12 made, 0 failed"))
  }
}
