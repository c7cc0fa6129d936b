import Foundation
import GoldenTranscripts
import Testing

@Suite("Golden store, when something is in its way")
struct GoldenStoreFailureTests {
  private let folder: ScratchFolder
  private let store: GoldenStore

  init() throws {
    folder = try ScratchFolder()
    store = GoldenStore(root: folder.path + "/goldens")
  }

  private let run = ["a", "b", "c"].map { scenario in
    Transcript(
      scenario: scenario, files: [.init(name: "x.txt", bytes: Array("new \(scenario)\n".utf8))])
  }

  private func failure(_ run: [Transcript]) throws -> GoldenStoreError? {
    let state = try folder.state(withTimes: false)
    let error = #expect(throws: GoldenStoreError.self) { try store.record(run, isComplete: true) }
    #expect(try folder.state(withTimes: false) == state)
    #expect(error?.isInputOutput == true)
    return error
  }

  @Test("a folder in a file's place: nothing is changed")
  func folderForFile() throws {
    try folder.write("old", to: "goldens/a/x.txt")
    try folder.createFolder("goldens/b/x.txt")
    let error = try failure(run)
    #expect(error?.code == .isFolder)
    #expect(error?.description == "can't use 'b/x.txt': it is a folder")
    #expect(throws: GoldenStoreError.self) { try store.check(run, isComplete: true) }
  }

  @Test("a file in a folder's place: nothing is changed")
  func fileForFolder() throws {
    try folder.write("old", to: "goldens/a/x.txt")
    try folder.write("not a folder", to: "goldens/b")
    let error = try failure(run)
    #expect(error?.code == .system(.list, number: ENOTDIR))
    #expect(error?.path == "b")
    #expect(error?.description.contains("Not a directory") == true)
  }

  @Test("a file in the root's place")
  func fileForRoot() throws {
    try folder.write("not a folder", to: "goldens")
    #expect(try failure(run)?.description.contains("Not a directory") == true)
    #expect(throws: GoldenStoreError.self) { try store.check(run, isComplete: true) }
  }

  @Test("a write that fails halfway: nothing is changed")
  func write() throws {
    try folder.write("old", to: "goldens/a/x.txt")
    try folder.createFolder("goldens/c/.x.txt.recording")
    let error = try failure(run)
    #expect(error?.code == .system(.write, number: EISDIR))
    #expect(error?.path == "c/x.txt")
    #expect(folder.text("goldens/a/x.txt") == "old")
  }

  @Test("a write that fails halfway in a store that was not there: it is not there")
  func writeInNewRoot() throws {
    // The goldens' paths are just short enough for the system, the temporary ones too long.
    let length = Int(PATH_MAX) - 16
    var root = folder.path
    while root.utf8.count < length {
      root += "/" + String(repeating: "n", count: min(200, length - 1 - root.utf8.count))
    }
    let deep = GoldenStore(root: root)
    let error = #expect(throws: GoldenStoreError.self) { try deep.record(run, isComplete: true) }
    #expect(error?.code == .system(.write, number: ENAMETOOLONG))
    #expect(try folder.names().isEmpty)
  }

  @Test("a link to nothing in a folder's place", arguments: ["", "/goldens", "/a/b/c"])
  func danglingLink(rest: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link", withDestinationPath: folder.path + "/nothing")
    let linked = GoldenStore(root: folder.path + "/link" + rest)
    let error = #expect(throws: GoldenStoreError.self) { try linked.record(run, isComplete: true) }
    #expect(error?.code == .system(.create, number: ENOENT))
    #expect(try folder.names() == ["link"])
  }

  @Test("a link in a temporary file's place is not followed")
  func link() throws {
    try folder.write("precious", to: "precious")
    try folder.createFolder("goldens/a")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/goldens/a/.x.txt.recording",
      withDestinationPath: folder.path + "/precious")
    _ = try store.record(run, isComplete: true)
    #expect(folder.text("precious") == "precious")
    #expect(folder.text("goldens/a/x.txt") == "new a\n")
  }

  @Test("recordings at once leave every file whole and nothing else")
  func concurrently() async throws {
    let store = store
    let names = ["w.txt", "x.txt", "y.txt", "z.txt"]
    let texts = (0..<6).map { String(repeating: "\($0)", count: 3_000) }
    try await withThrowingTaskGroup { group in
      for (text, other) in zip(texts, texts.reversed()) {
        group.addTask {
          for text in [text, other, text, other, text] {
            let files = names.map { TranscriptFile(name: $0, bytes: Array(text.utf8)) }
            _ = try store.record([Transcript(scenario: "a", files: files)], isComplete: true)
          }
        }
      }
      try await group.waitForAll()
    }
    let recorded = try #require(folder.text("goldens/a/w.txt"))
    #expect(texts.contains(recorded))
    for name in names { #expect(folder.text("goldens/a/\(name)") == recorded) }
    #expect(try folder.names() == ["goldens", "goldens/a"] + names.map { "goldens/a/\($0)" })
  }
}
