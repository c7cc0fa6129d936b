import Foundation
import Testing

@testable import DocumentedExamples

/// The whole programs, run as `main.swift`, into which their reader may paste them.
///
/// Top-level code is not a function's: its variables belong to the main actor.
@Suite("Programs in the documents")
struct ProgramTests {
  static let programs = Swift.Result {
    let documents = Documents.ofThisPackage
    let target = ExampleTarget(documents: documents, folder: "Tests/ExampleTests")
    return try documents.blocks().compactMap { try Example($0) }.compactMap { example in
      try target.program(of: example).map { (place: example.block.place, text: $0) }
    }
  }

  @Test("run at the top level of a program")
  func topLevel() throws {
    let programs = try Self.programs.get()
    print("\(programs.count) examples run as main.swift")
    #expect(programs.count >= 4)
    for (place, text) in programs {
      let result = try Self.run(text)
      #expect(result == Result.ended, "\(place)")
    }
  }

  @Test("are refused if they share a variable of the main actor, and may not fail")
  func refusals() throws {
    let sharing = try Self.run("var a = 0\nTask.detached { a += 1 }\n")
    guard case .refused(let message) = sharing else {
      Issue.record("\(sharing)")
      return
    }
    #expect(message.contains("main actor-isolated var 'a'"))
    let failing = try Self.run("struct A: Error {}\nthrow A()\n")
    guard case .failed = failing else {
      Issue.record("\(failing)")
      return
    }
  }

  private enum Result: Equatable {
    case ended
    case refused(String)
    case failed(String)
  }

  /// Compiles a text as the file `main.swift` of a program, and runs that.
  private static func run(_ text: String) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "main.swift")
    try text.write(to: file, atomically: true, encoding: .utf8)
    let program = folder.appending(path: "program").path
    let build = try buildFolder()
    let shown = text.matches(of: /(?m)^import (\w+)$/).map { String($0.1) }
    let objects = modules(below: shown).flatMap {
      objectFiles(in: build.appending(path: "\($0).build"))
    }
    let compiler = try output(
      of: ["swiftc", "-swift-version", "6", "-I", build.appending(path: "Modules").path]
        + instrumentation + ["-o", program, file.path] + objects)
    // A linker may have something to say of the sanitizers; what matters is about the text.
    guard compiler.status == 0, !compiler.text.contains("main.swift:") else {
      return .refused(compiler.text)
    }
    let run = try output(of: [program])
    return run.status == 0 ? .ended : .failed(run.text)
  }

  /// The modules of the package that are named, and all those that they import in their turn.
  private static func modules(below names: [String]) -> Set<String> {
    let documents = Documents.ofThisPackage
    var known: Set<String> = []
    var open = names
    while let name = open.popLast() {
      let files = documents.paths { $0.hasPrefix("Sources/\(name)/") && $0.hasSuffix(".swift") }
      guard !files.isEmpty, known.insert(name).inserted else { continue }
      open += files.flatMap { file in
        ((try? documents.text(of: file)) ?? "").matches(of: /(?m)^(?:\w+ )?import (\w+)/)
          .map { String($0.1) }
      }
    }
    return known
  }

  /// How this build is instrumented, as options of the compiler.
  private static var instrumentation: [String] {
    func isLoaded(_ symbol: String) -> Bool {
      dlsym(dlopen(nil, RTLD_NOW), symbol) != nil
    }
    let isCovered = ProcessInfo.processInfo.environment["LLVM_PROFILE_FILE"] != nil
    return (isLoaded("__tsan_init") ? ["-sanitize=thread"] : [])
      + (isLoaded("__asan_init") ? ["-sanitize=address"] : [])
      + (isCovered ? ["-profile-generate"] : [])
  }

  private static func objectFiles(in folder: URL) -> [String] {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (files?.compactMap { $0 as? URL } ?? []).map(\.path).filter { $0.hasSuffix(".o") }
  }

  /// What a command writes, and its exit status.
  private static func output(of command: [String]) throws -> (text: String, status: Int32) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    // A file, because a signal may interrupt who reads from a pipe.
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let output = try FileHandle(forWritingTo: file)
    process.standardError = output
    process.standardOutput = output
    try process.run()
    process.waitUntilExit()
    try output.close()
    return (try String(contentsOf: file, encoding: .utf8), process.terminationStatus)
  }

  /// The folder of this build: where this program is, or what it has loaded.
  private static func buildFolder() throws -> URL {
    for argument in CommandLine.arguments where argument.hasPrefix("/") {
      var folder = URL(filePath: argument)
      while folder.path != "/" {
        folder.deleteLastPathComponent()
        let module = folder.appending(path: "Modules/WireDecoding.swiftmodule")
        if FileManager.default.fileExists(atPath: module.path) { return folder }
      }
    }
    throw CocoaError(.fileNoSuchFile)
  }
}
