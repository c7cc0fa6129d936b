import Foundation
import ReferenceScenarios
import Testing

/// The built command when it records goldens and checks them.
@Suite struct RecordingTests {
  private static let terminal = "documents/terminal.txt"

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func record(_ arguments: String...) async throws -> FinishedCommand {
    try await FinishedCommand.run(["record", "--root", folder.path] + arguments)
  }

  @Test func touchesOnlyWhatHasChanged() async throws {
    let first = try await record("documents", "bug")
    #expect(first.outputText.hasPrefix("new documents/events.jsonl\nnew documents/terminal.txt\n"))
    #expect(first.outputText.hasSuffix("\n12 files: 12 new\n"))
    #expect(first.status == 0)
    let inodes = try folder.inodes()
    #expect(inodes.count == 14)

    let golden = try #require(folder[Self.terminal])
    try folder.write(golden + [0x20], to: Self.terminal)
    try folder.delete("bug/reference.sse")
    let second = try await record("documents", "bug")
    #expect(second.outputText.contains("\nnew bug/reference.sse\n"))
    #expect(second.outputText.hasSuffix("\n12 files: 10 unchanged, 1 changed, 1 new\n"))
    #expect(second.errors.isEmpty)
    #expect(second.status == 0)
    let isSame = folder[Self.terminal] == golden
    #expect(isSame)
    let touched = try Set(folder.inodes().filter { inodes[$0.key] != $0.value }.map(\.key))
    #expect(touched.isSubset(of: [Self.terminal, "bug/reference.sse"]))
    #expect(touched.contains(Self.terminal))
  }

  @Test func aCheckSaysWhatDiffersAndWritesNothing() async throws {
    _ = try await record("documents", "bug")
    let golden = try #require(folder[Self.terminal])
    let text = String(decoding: golden, as: UTF8.self)
    let damaged = Array(text.replacing("Summarizing", with: "Summarising").utf8)
    try folder.write(damaged, to: Self.terminal)
    try folder.delete("bug/websocket.frames")
    let inodes = try folder.inodes()

    let check = try await record("--check", "documents", "bug", "general")
    #expect(check.status == 1)
    #expect(
      check.outputText.contains(
        """
        changed documents/terminal.txt
        line 7, column 48, byte 376, at 0.237087000 s: 0x7a instead of 0x73
        @@ -4,7 +4,7 @@

        """), "\(check.outputText)")
    #expect(check.outputText.contains("\nmissing bug/websocket.frames\n"))
    #expect(check.outputText.hasSuffix("\n18 files: 10 unchanged, 1 changed, 7 missing\n"))
    #expect(
      check.errorText == """
        To accept what has changed: status-stream record --root \(folder.path) documents bug \
        general

        """)
    #expect(try folder.inodes() == inodes)
    let isDamaged = folder[Self.terminal] == damaged
    #expect(isDamaged)
  }

  @Test(arguments: ["--check", "--prune"])
  func saysThatThereIsNoFolder(option: String) async throws {
    for root in ["\(folder.path)/missing", "\(folder.path)/file"] {
      try folder.write([], to: "file")
      let run = try await FinishedCommand.run(["record", option, "--root", root])
      #expect(run.status == 74 && run.output.isEmpty)
      #expect(run.errorText == "status-stream: there is no folder '\(root)' with goldens\n")
      #expect(try folder.inodes().count == 1)
    }
  }

  @Test func listsTheScenarios() async throws {
    let list = try await FinishedCommand.run(["record", "--list"])
    #expect(list.status == 0 && list.errors.isEmpty)
    let lines = list.outputText.split(separator: "\n")
    #expect(lines.count == Scenario.all.count)
    for (line, scenario) in zip(lines, Scenario.all) {
      #expect(line.hasPrefix("  \(scenario.name)  ") && line.hasSuffix(scenario.summary))
    }
    let narrow = try await FinishedCommand.run(
      ["record", "--list"], environment: ["COLUMNS": "50"])
    #expect(narrow.outputText.split(separator: "\n").allSatisfy { $0.count <= 50 })
    let words = { (text: String) in text.split { $0.isWhitespace } }
    #expect(words(narrow.outputText) == words(list.outputText))
  }

  @Test func onlyACompleteRunKnowsWhatIsObsolete() async throws {
    let empty = try await record("--check")
    #expect(empty.status == 1)
    #expect(
      empty.errorText
        == "To accept what has changed: status-stream record --root \(folder.path)\n")
    #expect(try await record().errors.isEmpty)
    try folder.write([0x20], to: "gone/terminal.txt")
    try folder.write([0x20], to: "bug/terminal.9.txt")
    let count = try folder.inodes().count

    let filtered = try await record("--check", "bug")
    #expect(filtered.status == 0)
    #expect(filtered.outputText.hasSuffix("\n6 files: 6 unchanged\n"))

    let check = try await record("--check")
    #expect(check.status == 1)
    #expect(check.outputText.contains("\nobsolete bug/terminal.9.txt\n"))
    #expect(check.outputText.contains("\nobsolete gone/terminal.txt\n"))
    #expect(
      check.errorText
        == "To delete what is obsolete: status-stream record --root \(folder.path) --prune\n")
    #expect(try await record().status == 0)
    #expect(try folder.inodes().count == count)

    let prune = try await record("--prune")
    #expect(prune.outputText.contains(" unchanged, 2 obsolete and deleted\n"))
    #expect(prune.errors.isEmpty)
    #expect(prune.status == 0)
    #expect(try folder.inodes().count == count - 3)
    #expect(try await record("--check").status == 0)
  }

  @Test func aFolderInAFilesPlaceIsAnErrorAndChangesNothing() async throws {
    _ = try await record("documents")
    try folder.delete(Self.terminal)
    try folder.write([], to: "\(Self.terminal)/x")
    let inodes = try folder.inodes()
    for words in [["documents", "bug"], ["--check", "documents"]] {
      let run = try await FinishedCommand.run(["record", "--root", folder.path] + words)
      #expect(run.status == 74)
      #expect(
        run.errorText == """
          status-stream: can't use 'documents/terminal.txt': it is a folder (goldens are in \
          '\(folder.path)')

          """)
      #expect(run.output.isEmpty)
      #expect(try folder.inodes() == inodes)
    }
  }

  @Test func findsTheGoldensOfThePackageAround() async throws {
    try folder.write([], to: "Package.swift")
    try folder.write([], to: "Sources/deep/x")
    let script = "cd \(folder.path)/Sources/deep && exec \"$0\" record empty-run"
    let run = try await RunningCommand(script: script).finish()
    #expect(run.status == 0)
    #expect(folder["Fixtures/Transcripts/empty-run/events.jsonl"] != nil)

    let outside = try await RunningCommand(script: "cd / && exec \"$0\" record empty-run").finish()
    #expect(outside.status == 64)
    #expect(outside.errorText.contains("no Package.swift"))
  }
}
