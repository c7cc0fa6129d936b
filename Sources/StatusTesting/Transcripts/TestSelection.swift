/// Which tests a process was asked to run, by its command line.
///
/// `swift test` hands its own arguments on to the test process, and `--testing-library` with them.
struct TestSelection {
  /// Whether `swift test` asked for all of the tests that the process has.
  ///
  /// Whoever else runs tests, an editor say, may choose some in ways that can't be seen here.
  let isEverything: Bool

  init(arguments: [String]) {
    let arguments = Array(arguments.dropFirst())
    let isOfPackageManager = zip(arguments, arguments.dropFirst()).contains {
      $0 == ("--testing-library", "swift-testing")
    }
    let isLimited = arguments.contains { argument in
      Self.limits.contains(String(argument.prefix { $0 != "=" }))
    }
    isEverything = isOfPackageManager && !isLimited && arguments.first != "list"
  }

  /// The options that choose tests, or may name a file that does.
  private static let limits: Set<String> = [
    "--filter", "--skip", "--specifier", "-s", "--list-tests", "--configuration-path",
    "--experimental-configuration-path",
  ]
}
