import Foundation
import Testing

@testable import DocumentedExamples
@testable import status_bench
@testable import status_stream

/// What the documents tell a reader to type: the commands exist and take these arguments.
///
/// They are not carried out, since some take minutes.
@Suite("The commands in the documents")
struct CommandTests {
  /// What belongs to no product of this package, and whatever it is given is not ours to check.
  private static let programs: Set = ["curl", "head", "jq", "parallel", "seq", "xxd"]
  private static let testOptions: Set = [
    "--attachments-path", "--build-tests", "--filter", "--package-path", "--sanitize",
    "--scratch-path", "--skip", "--skip-build",
  ]

  @Test("take the arguments that they are shown with")
  func arguments() throws {
    let blocks = try Documents.ofThisPackage.blocks().filter {
      ["bash", "sh", "shell", "console", "zsh"].contains($0.language)
    }
    var counts: [String: Int] = [:]
    for block in blocks {
      for command in ShellCommand.all(in: block.lines) {
        let place = "\(block.path):\(block.line + command.line)"
        #expect(throws: Never.self, "\(place): \(command.words.joined(separator: " "))") {
          counts[try check(command.words), default: 0] += 1
        }
      }
    }
    let total = counts.values.reduce(0, +)
    let text = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    print("\(total) commands in \(blocks.count) shell blocks: \(text.joined(separator: ", "))")
    #expect(total >= 10)
  }

  @Test(
    "are refused if they do not exist, or have no such arguments",
    arguments: [
      ["swift", "run", "status-stream", "--steam"], ["swift", "run", "status-stream", "play"],
      ["swift", "run", "-c", "release", "status-bench", "--suite", "colour"],
      ["swift", "run", "status-stram"], ["swift", "test", "--fitler", "X"], ["swift", "fly"],
      [".ci/walk"], ["rm", "README.md"],
    ])
  func refusals(words: [String]) {
    #expect(throws: (any Error).self) { try check(words) }
  }

  private struct Unknown: Error {
    let what: String
  }

  /// Checks a command.
  ///
  /// - Returns: how that is reported.
  @discardableResult
  private func check(_ words: [String]) throws -> String {
    var rest = words[...]
    let program = rest.removeFirst()
    if Self.programs.contains(program) { return "of another program, not checked" }
    if program.hasPrefix(".") {
      let file = Documents.ofThisPackage.root.appending(path: program)
      guard FileManager.default.isExecutableFile(atPath: file.path) else {
        throw Unknown(what: program)
      }
      return "scripts that exist"
    }
    guard program == "swift", let command = rest.popFirst() else { throw Unknown(what: program) }
    switch command {
    case "run":
      while let option = rest.first, ["-c", "--package-path"].contains(option) {
        rest = rest.dropFirst(2)
      }
      return try checkProduct(rest.popFirst(), Array(rest))
    case "build", "test":
      for option in rest where option.hasPrefix("-") && option != "-c" {
        guard Self.testOptions.contains(option) else { throw Unknown(what: option) }
      }
      return "of the package manager"
    case "format", "package": return "of the toolchain, not checked"
    default: throw Unknown(what: "swift \(command)")
    }
  }

  private func checkProduct(_ product: String?, _ arguments: [String]) throws -> String {
    switch product {
    case "status-stream": _ = try Request(arguments: arguments)
    case "status-bench": _ = try Options(arguments, suites: StatusBench.suites.map { $0.name })
    default: throw Unknown(what: product ?? "swift run")
    }
    return "of this package, parsed"
  }
}
