/// What the command line asks for.
struct Options: Equatable {
  enum Format: String, CaseIterable {
    case table
    case json
  }

  /// The suites to run, in the order of the program's list.
  private(set) var suites: [String]
  private(set) var format = Format.table
  private(set) var isQuick = false
  /// The report to compare with.
  private(set) var comparedFile: String?
  /// What the names of the figures to measure contain; `nil` for all figures.
  private(set) var figure: String?
  private(set) var isHelpWanted = false

  private let known: [String]
  private static let all = "--suite, --figure, --format, --quick, --compare, --help"

  /// Interprets a command line.
  ///
  /// - Parameters:
  ///   - arguments: without the program's name.
  ///   - known: the names of the suites that there are.
  init(_ arguments: some Sequence<String>, suites known: [String]) throws(BenchError) {
    suites = known
    self.known = known
    var wanted: Set<String> = []
    var arguments = Array(arguments)[...]
    while let argument = arguments.popFirst() {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      switch argument {
      case "--quick": isQuick = true
      case "--help", "-h": isHelpWanted = true
      case _ where ["--suite", "--figure", "--format", "--compare"].contains(parts.first):
        let value = parts.count == 2 ? parts[1] : arguments.popFirst()
        guard let value, !value.isEmpty else {
          throw BenchError(
            .usage, "\(parts[0]) has no value, expected \(expectation(of: parts[0]))")
        }
        try take(value, for: parts[0], &wanted)
      default:
        throw BenchError(
          .usage, "'\(argument)' is unknown, expected one of \(Self.all)")
      }
    }
    if !wanted.isEmpty { suites = known.filter(wanted.contains) }
  }

  private mutating func take(
    _ value: String, for option: String, _ wanted: inout Set<String>
  ) throws(BenchError) {
    switch option {
    case "--suite":
      for name in value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
        guard name == "all" || known.contains(name) else { throw refusal(of: name, for: option) }
        wanted.formUnion(name == "all" ? known : [name])
      }
    case "--format":
      guard let format = Format(rawValue: value) else { throw refusal(of: value, for: option) }
      self.format = format
    case "--figure": figure = value
    default: comparedFile = value
    }
  }

  private func refusal(of value: String, for option: String) -> BenchError {
    BenchError(.usage, "\(option) is '\(value)', expected \(expectation(of: option))")
  }

  private func expectation(of option: String) -> String {
    switch option {
    case "--suite": "names of \(known.joined(separator: ", ")) or all"
    case "--format": Format.allCases.map(\.rawValue).joined(separator: " or ")
    case "--figure": "a part of the figures' names"
    default: "the name of a file"
    }
  }
}

/// Why the benchmarks could not be run as asked.
struct BenchError: Error, Equatable {
  /// The status that the program exits with.
  enum Code: Int32 {
    /// What was asked for makes no sense.
    case usage = 64
    /// A file could not be read, or the report not be written.
    case inputOutput = 74
  }

  let code: Code
  /// What was given and what was expected.
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
