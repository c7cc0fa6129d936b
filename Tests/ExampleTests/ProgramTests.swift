import Foundation
import Testing

@testable import DocumentedExamples

/// The whole programs, compiled as `main.swift`, into which their reader may paste them.
///
/// Top-level code is not a function's: its variables belong to the main actor.
@Suite("Programs in the documents")
struct ProgramTests {
  static let programs = Result {
    let documents = Documents.ofThisPackage
    let target = ExampleTarget(documents: documents, folder: "Tests/ExampleTests")
    return try documents.blocks().compactMap { try Example($0) }.compactMap { example in
      try target.program(of: example).map { (place: example.block.place, text: $0) }
    }
  }

  @Test("compile at the top level of a program")
  func topLevel() throws {
    let programs = try Self.programs.get()
    print("\(programs.count) examples are compiled as main.swift")
    #expect(programs.count >= 5)
    for (place, text) in programs {
      let errors = try Self.compile(text)
      #expect(errors == "", "\(place)")
    }
  }

  @Test("do not compile if they share a variable of the main actor")
  func refusal() throws {
    let text = "import WireDecoding\nvar a = 0\nTask.detached { a += 1 }\n"
    #expect(try Self.compile(text).contains("main actor-isolated var 'a'"))
  }

  /// What the compiler says of a file `main.swift`.
  private static func compile(_ text: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "main.swift")
    try text.write(to: file, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "swiftc", "-typecheck", "-swift-version", "6", "-I", try modules().path, file.path,
    ]
    let output = Pipe()
    process.standardError = output
    process.standardOutput = output
    try process.run()
    let message = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let text = String(decoding: message, as: UTF8.self)
    return process.terminationStatus == 0 || !text.isEmpty ? text : "swiftc failed"
  }

  /// The folder of the modules of this build: beside this program, or beside what it has loaded.
  private static func modules() throws -> URL {
    for argument in CommandLine.arguments where argument.hasPrefix("/") {
      var folder = URL(filePath: argument)
      while folder.path != "/" {
        folder.deleteLastPathComponent()
        let modules = folder.appending(path: "Modules")
        let module = modules.appending(path: "WireDecoding.swiftmodule")
        if FileManager.default.fileExists(atPath: module.path) { return modules }
      }
    }
    throw CocoaError(.fileNoSuchFile)
  }
}
