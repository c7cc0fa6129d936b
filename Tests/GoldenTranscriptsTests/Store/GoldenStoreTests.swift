import Foundation
import GoldenTranscripts
import Testing

@Suite("Golden store")
struct GoldenStoreTests {
  private let folder: ScratchFolder
  private let store: GoldenStore

  init() throws {
    folder = try ScratchFolder()
    store = GoldenStore(root: folder.path)
  }

  private func transcript(_ scenario: String, _ files: (String, String)...) -> Transcript {
    Transcript(
      scenario: scenario,
      files: files.map { TranscriptFile(name: $0, bytes: Array($1.utf8)) })
  }

  private func verdicts(_ report: GoldenReport) -> [String] {
    report.entries.map { entry in
      if case .changed = entry.verdict { "changed \(entry.path)" } else { entry.description }
    }
  }

  @Test("writes what is new or has changed and touches nothing else")
  func record() throws {
    let first = [
      transcript("a", ("x.txt", "1\n"), ("y.txt", "2\n")), transcript("b", ("x.txt", "")),
    ]
    var report = try store.record(first, isComplete: true)
    #expect(verdicts(report) == ["new a/x.txt", "new a/y.txt", "new b/x.txt"])
    #expect(try folder.names() == ["a", "a/x.txt", "a/y.txt", "b", "b/x.txt"])
    let state = try folder.state()
    report = try store.record(first, isComplete: true)
    #expect(verdicts(report) == ["unchanged a/x.txt", "unchanged a/y.txt", "unchanged b/x.txt"])
    #expect(!report.hasDifferences)
    #expect(try folder.state() == state)

    let second = [
      transcript("a", ("x.txt", "1\n"), ("y.txt", "3\n")), transcript("b", ("x.txt", "")),
    ]
    report = try store.record(second, isComplete: true)
    #expect(verdicts(report) == ["unchanged a/x.txt", "changed a/y.txt", "unchanged b/x.txt"])
    #expect(report.hasDifferences)
    #expect(folder.text("a/y.txt") == "3\n")
    // The folder's own entry changes with the file that was replaced.
    let kept = try folder.state().filter { $0.contains("x.txt") }
    #expect(kept == state.filter { $0.contains("x.txt") })
  }

  @Test("compares without writing, and shows what differs")
  func check() throws {
    _ = try store.record([transcript("a", ("x.txt", "1\n"), ("y.txt", "2\n"))], isComplete: true)
    try folder.write("", to: "c/deep/old.txt")
    try folder.write("", to: "README")
    let state = try folder.state()
    let report = try store.check(
      [transcript("a", ("y.txt", "2\r\n"), ("x.txt", "1\n"), ("z.txt", "")), transcript("b")],
      isComplete: true)
    let expected = """
      changed a/y.txt
      line 1, column 2, byte 1: 0x0d instead of 0x0a
      @@ -1,1 +1,1 @@
      -2
      +2␍

      unchanged a/x.txt
      missing a/z.txt
      obsolete README
      obsolete c/deep/old.txt

      """
    #expect(report.description.utf8.elementsEqual(expected.utf8), "\(report)")
    #expect(report.hasDifferences)
    #expect(try folder.state() == state)
  }

  @Test("calls nothing obsolete after a run of some scenarios")
  func partial() throws {
    try folder.write("", to: "a/old.txt")
    try folder.write("", to: "b/x.txt")
    let some = [transcript("a", ("x.txt", "1\n"))]
    #expect(verdicts(try store.check(some, isComplete: false)) == ["missing a/x.txt"])
    #expect(verdicts(try store.record(some, isComplete: false)) == ["new a/x.txt"])
    #expect(
      verdicts(try store.record(some, isComplete: true))
        == ["unchanged a/x.txt", "obsolete a/old.txt", "obsolete b/x.txt"])
    #expect(folder.text("b/x.txt") == "")
  }

  @Test("has nothing before it is recorded")
  func absent() throws {
    let absent = GoldenStore(root: folder.path + "/some/where")
    let some = [transcript("a", ("x.txt", "1\n"))]
    #expect(verdicts(try absent.check(some, isComplete: true)) == ["missing a/x.txt"])
    #expect(try folder.names().isEmpty)
    #expect(try absent.prune(keeping: some).isEmpty)
    #expect(verdicts(try absent.record(some, isComplete: true)) == ["new a/x.txt"])
    #expect(folder.text("some/where/a/x.txt") == "1\n")
  }

  @Test("deletes what is obsolete, and the folders that it leaves empty")
  func prune() throws {
    for name in ["a/x.txt", "a/old.txt", "b/deep/old.txt", "c/old.txt", "c/.keep", ".git/x"] {
      try folder.write("", to: name)
    }
    let deleted = try store.prune(keeping: [transcript("a", ("x.txt", ""), ("new.txt", ""))])
    #expect(deleted == ["a/old.txt", "b/deep/old.txt", "c/old.txt"])
    #expect(try folder.names() == [".git", ".git/x", "a", "a/x.txt", "c", "c/.keep"])
  }

  @Test("refuses names that a file system could take for something else")
  func names() throws {
    let invalid = [
      "", ".", "..", ".hidden", "a/b", "/a", "../a", "a.", "-a", "a b", "a\\b", "a:b", "é", "a\n",
      "a\0", String(repeating: "a", count: 101),
    ]
    for name in invalid {
      for bad in [transcript(name, ("x.txt", "")), transcript("a", (name, ""))] {
        for record in [store.record, store.check] {
          let error = #expect(throws: GoldenStoreError.self, "\(name)") { try record([bad], true) }
          #expect(error?.code == .invalidName)
          #expect(error?.isInputOutput == false)
        }
      }
    }
    #expect(try folder.names().isEmpty)
  }

  @Test("refuses two files on one path, however it is spelled")
  func claims() throws {
    let cases: [([Transcript], String)] = [
      (
        [transcript("a", ("x", "")), transcript("a", ("x", ""))],
        "two transcripts have a file 'a/x'"
      ),
      ([transcript("a", ("x", "1"), ("x", "2"))], "two transcripts have a file 'a/x'"),
      ([transcript("a", ("x", "")), transcript("A", ("X", ""))], "'A/X' and 'a/x' are one file"),
    ]
    for (transcripts, words) in cases {
      let error = #expect(throws: GoldenStoreError.self) {
        try store.record(transcripts, isComplete: true)
      }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
      #expect(try folder.names().isEmpty)
    }
    let apart = [
      transcript("a", ("x", "")), transcript("a", ("y", "")), transcript("b", ("x", "")),
    ]
    #expect(try store.record(apart, isComplete: true).entries.count == 3)
  }

  @Test("cleans up after a recording that was killed, and never takes its files for goldens")
  func leftovers() throws {
    let one = [transcript("a", ("x.txt", "1\n"))]
    _ = try store.record(one, isComplete: true)
    for name in ["a/.x.txt.recording", "a/.gone.txt.recording", "a/.notes"] {
      try folder.write("half", to: name)
    }
    #expect(verdicts(try store.check(one, isComplete: true)) == ["unchanged a/x.txt"])
    #expect(try store.prune(keeping: one).isEmpty)
    #expect(folder.text("a/.x.txt.recording") == "half")
    #expect(verdicts(try store.record(one, isComplete: true)) == ["unchanged a/x.txt"])
    #expect(try folder.names() == ["a", "a/.notes", "a/x.txt"])
  }

  @Test("names the line of a golden that is malformed")
  func malformed() throws {
    let header = #"{"format":"status-stream-events","version":1}"# + "\n"
    try folder.write(header + "{}\n", to: "a/events.jsonl")
    try folder.write("status-stream-frames 1\nx\n", to: "a/websocket.frames")
    let run = transcript(
      "a", ("events.jsonl", header), ("websocket.frames", "status-stream-frames 1\n"))
    let entries = try store.check([run], isComplete: true).entries
    #expect(entries[0].fault?.description.hasPrefix("a/events.jsonl:2:1: ") == true)
    #expect(entries[1].fault?.description.hasPrefix("a/websocket.frames:2:1: ") == true)
    #expect(entries[0].description.contains("\nmalformed a/events.jsonl:2:1: expected"))
  }

  @Test("keeps a golden's permissions")
  func permissions() throws {
    try folder.write("1\n", to: "a/x.txt")
    let path = folder.path + "/a/x.txt"
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    _ = try store.record([transcript("a", ("x.txt", "2\n"))], isComplete: true)
    #expect(try folder.attribute(.posixPermissions, of: "a/x.txt") == 0o640)
    #expect(folder.text("a/x.txt") == "2\n")
  }
}
