import Foundation
import GoldenTranscripts

/// Measures the package: `status-bench --help` says how it is used.
@main
enum StatusBench {
  static let suites: [any Suite.Type] = [
    BufferSuite.self, ConformanceSuite.self, DetectionSuite.self, FanOutSuite.self,
    FootprintSuite.self, LatencySuite.self, SimulationSuite.self, SweepSuite.self,
    WireSuite.self,
  ]

  private static let help = """
    usage: status-bench [--suite NAME[,NAME]…] [--figure TEXT] [--format table|json] [--quick]
                        [--compare FILE]

    --suite    one or more of \(suites.map { $0.name }.joined(separator: ", ")), or all (the default)
    --figure   only figures whose names contain the text
    --format   table (the default), or json, which --compare reads
    --quick    one short run of everything, to see that it works
    --compare  say of each figure whether it is faster or slower than in an earlier report
    """

  static func main() async {
    StandardStreams.prepare()
    do {
      let options = try Options(CommandLine.arguments.dropFirst(), suites: suites.map { $0.name })
      if options.isHelpWanted { return try show(help) }
      try await run(options)
    } catch let error as BenchError {
      note("status-bench: \(error.message)")
      exit(error.code.rawValue)
    } catch {
      note("status-bench: \(error)")
      exit(1)
    }
  }

  // Off the main thread, since a call from there into an actor and back changes threads twice.
  @concurrent
  private static func run(_ options: Options) async throws {
    let earlier = try options.comparedFile.map(report)
    if !Build.current.isOptimised {
      note("warning: built without optimisation, so the figures mean little; use -c release")
    }
    let isWatched = isatty(STDERR_FILENO) == 1
    var figures: [Figure] = []
    var remarks: [[String]] = []
    for suite in suites where options.suites.contains(suite.name) {
      var bench = Bench(
        suite: suite.name, isQuick: options.isQuick, wanted: options.figure
      ) { figure in
        if isWatched { note("\(figure.id): \(Quantity.text(figure.median)) \(figure.unit)") }
      }
      try await suite.run(on: &bench)
      figures += bench.figures
      remarks += bench.remarks
    }
    let report = Report(
      isQuick: options.isQuick, machine: .current(), build: .current, figures: figures)
    let comparison = earlier.map {
      Comparison.text(of: report, with: $0, suites: options.figure == nil ? options.suites : [])
    }
    switch options.format {
    case .table:
      let texts = [Table.text(report)] + remarks.map { $0.joined(separator: "\n") }
      try show((texts + [comparison].compactMap(\.self)).joined(separator: "\n\n"))
    case .json:
      try show(String(decoding: try report.json(), as: UTF8.self))
      if let comparison { note(comparison) }
    }
  }

  private static func report(in file: String) throws(BenchError) -> Report {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: file))
    } catch {
      throw BenchError(.inputOutput, "can't read '\(file)': \(error.localizedDescription)")
    }
    return try Report(data, from: "'\(file)'")
  }

  /// Writes to standard output; a reader who has left ends the program quietly.
  private static func show(_ text: String) throws(BenchError) {
    switch StandardStreams.write("\(text)\n", to: STDOUT_FILENO) {
    case 0: break
    case EPIPE: exit(0)
    case let number:
      let reason = unsafe String(cString: strerror(number))
      throw BenchError(.inputOutput, "can't write to standard output: \(reason)")
    }
  }

  /// Writes to standard error, which nobody need read, unless nobody reads the output either.
  private static func note(_ line: String) {
    let number = StandardStreams.write("\(line)\n", to: STDERR_FILENO)
    if number != 0, StandardStreams.loseErrors(), number == EPIPE { exit(0) }
  }
}
