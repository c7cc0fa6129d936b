import Testing

@testable import status_bench

@Suite("The command line")
struct OptionsTests {
  private let suites = ["buffer", "latency", "wire"]

  private func options(_ arguments: String...) throws(BenchError) -> Options {
    try Options(arguments, suites: suites)
  }

  @Test("asks for all suites as a table unless it says otherwise")
  func defaults() throws {
    let options = try options()
    #expect(options.suites == suites)
    #expect(options.format == .table)
    #expect(!options.isQuick)
    #expect(options.comparedFile == nil)
    #expect(options.figure == nil)
    #expect(!options.isHelpWanted)
  }

  @Test("takes options in both forms and any order")
  func everything() throws {
    for options in [
      try options(
        "--compare", "f=1", "--quick", "--suite", "wire", "--format", "json",
        "--figure", "drain"),
      try options(
        "--suite=wire", "--format=json", "--compare=f=1", "--quick",
        "--figure=drain"),
    ] {
      #expect(options.suites == ["wire"])
      #expect(options.format == .json)
      #expect(options.isQuick)
      #expect(options.figure == "drain")
      #expect(options.comparedFile == "f=1")
    }
    #expect(try options("--help").isHelpWanted)
    #expect(try options("-h").isHelpWanted)
  }

  @Test("takes several suites, which run once each in the program's order")
  func severalSuites() throws {
    #expect(try options("--suite", "wire,buffer").suites == ["buffer", "wire"])
    #expect(try options("--suite=wire", "--suite=buffer,wire").suites == ["buffer", "wire"])
    #expect(try options("--suite", "all").suites == suites)
    #expect(try options("--suite", "wire,all").suites == suites)
  }

  @Test(
    "is refused with what was given and what was expected",
    arguments: [
      (["--suite", "tcp"], "--suite is 'tcp', expected names of buffer, latency, wire or all"),
      (["--suite=wire,"], "--suite is '', expected names of buffer, latency, wire or all"),
      (["--format", "xml"], "--format is 'xml', expected table or json"),
      (["--format="], "--format has no value, expected table or json"),
      (["--compare"], "--compare has no value, expected the name of a file"),
      (
        ["--fast"],
        "'--fast' is unknown, expected one of --suite, --figure, --format, --quick, --compare, --help"
      ),
      (
        ["--quick=1"],
        "'--quick=1' is unknown, expected one of --suite, --figure, --format, --quick, --compare, --help"
      ),
      (
        ["wire"],
        "'wire' is unknown, expected one of --suite, --figure, --format, --quick, --compare, --help"
      ),
    ])
  func refusals(arguments: [String], message: String) {
    let error = #expect(throws: BenchError.self) { try Options(arguments, suites: suites) }
    #expect(error == BenchError(.usage, message))
    #expect(error?.code.rawValue == 64)
  }
}
