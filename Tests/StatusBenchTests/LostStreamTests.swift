import Foundation
import Testing

/// The built program, whose standard error nobody need read.
@Suite("Without standard error a report")
struct LostStreamTests {
  @Test(
    "is written all the same",
    arguments: [
      "exec RUN 2>&-", "exec RUN 2>/dev/full", "exec RUN <&- 2>&-",
      "{ { RUN 2>&1 >&3 3>&-; [ $? = 0 ] || echo failed >&3; } | true; } 3>&1",
    ])
  func isWritten(script: String) throws {
    let whole = try run("RUN 2>/dev/null")
    let report = try run(script)
    #expect(report.output == whole.output && report.output.contains("not optimised"))
    #expect(report.status == 0)
  }

  @Test(
    "that can't be written is an error",
    arguments: ["exec RUN >&-", "exec RUN >/dev/full 2>&-", "exec RUN --format json >/dev/full"])
  func isLost(script: String) throws {
    #expect(try run(script).status == 74)
  }

  @Test("that nobody reads ends the program quietly")
  func isUnwanted() throws {
    let report = try run("{ { RUN 2>/dev/null; echo $? >&3; } | true; } 3>&1")
    #expect(report.output == "0\n")
  }

  /// Runs the program in a shell that does to it what a script says, on a suite without figures.
  private func run(_ script: String) throws -> (status: Int32, output: String) {
    let shell = Process()
    let output = Pipe()
    shell.executableURL = URL(filePath: "/bin/sh")
    let program = #""$0" --quick --suite wire --figure nothing"#
    shell.arguments = ["-c", script.replacing("RUN", with: program), Self.program.path]
    shell.standardOutput = output
    shell.standardError = FileHandle.nullDevice
    try shell.run()
    let read = try output.fileHandleForReading.readToEnd() ?? Data()
    shell.waitUntilExit()
    return (shell.terminationStatus, String(decoding: read, as: UTF8.self))
  }

  /// The program lies beside the bundle that the tests are built into.
  private static var program: URL {
    #if canImport(Darwin)
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
      let tests = bundle?.bundleURL ?? Bundle.main.bundleURL
    #else
      let tests = URL(filePath: CommandLine.arguments[0])
    #endif
    return tests.deletingLastPathComponent().appending(path: "status-bench")
  }
}
