internal import Foundation
internal import StatusConformance

/// How a report is shown, where it goes, and what of it is accepted.
struct ReportOptions: Sendable {
  /// The options that it is read from.
  static let syntax = [OptionSyntax.format, .output, .waivers, .timelines]

  /// How the verdicts are shown.
  let format: ReportFormat
  /// Where they are written.
  let output: OutputFile
  /// The file that says what is accepted.
  let waivers: String?

  /// Where runs that break a rule are drawn; `nil` for nowhere.
  let timelines: TimelineFolder?

  /// Reads the options.
  init(_ arguments: ParsedArguments) throws(UsageError) {
    format = try arguments.choice(of: .format, as: ReportFormat.self) ?? .table
    output = OutputFile(path: try arguments.path(of: .output))
    waivers = try arguments.path(of: .waivers)
    timelines = try arguments.path(of: .timelines).map(TimelineFolder.init)
    try output.check(besides: [waivers])
  }

  /// Looks at the files, for who has long to do until they are needed.
  ///
  /// - Returns: what is accepted.
  /// - Throws: ``CommandFailure``.
  func prepare(on console: Console) throws -> [Waiver] {
    try output.check()
    try timelines?.create()
    guard let waivers else { return [] }
    let input = InputReader(path: waivers, interruption: console.interruption)
    let bytes = try input.readAll()
    do {
      return try WaiverFile(parsing: bytes).waivers
    } catch {
      throw CommandFailure("\(input.name) is no file of waivers: \(error)", .data)
    }
  }

  /// Writes a report.
  ///
  /// - Parameters:
  ///   - summary: the verdicts.
  ///   - waivers: what is accepted.
  ///   - appendix: what follows a table.
  /// - Returns: whether the check has failed.
  func write(
    _ summary: ConformanceSummary, waiving waivers: [Waiver], appendix: String = "",
    on console: Console
  ) throws -> ExitStatus {
    let summary = summary.applying(waivers, on: .today)
    try write(bytes(of: summary, appendix: appendix, on: console), on: console)
    // What can't be drawn costs nobody the report.
    try timelines?.write(summary) { console.interruption.isRaised }
    return summary.isFailure ? .failure : .success
  }

  /// Writes something else in the place of a report.
  func write(_ bytes: [UInt8], on console: Console) throws {
    try output.write(bytes, on: console)
  }

  private func bytes(
    of summary: ConformanceSummary, appendix: String, on console: Console
  ) throws -> [UInt8] {
    switch format {
    case .table: Array((summary.table(columns: output.columns(on: console)) + appendix).utf8)
    case .json: try summary.json()
    case .junit: Array(summary.junit.utf8)
    case .sarif: try summary.sarif(version: ProgramVersion.current)
    }
  }

  /// The explanation of the options.
  static let help = """
      --format FORMAT  What to write: table for people (the default), json for
                       programs, junit for CI systems, sarif for code hosts (SARIF
                       2.1.0).
      --output FILE    Write to a file instead of standard output; it is replaced as
                       a whole or not at all.
      --waivers FILE   What is known and accepted: rules, with a reason and a last
                       day. A waiver that is over, or whose rule holds, fails the
                       check.
      --timelines FOLDER
                       Draw each run that breaks a rule, for a browser and for
                       Perfetto; index.html lists them by rule. The folder is made
                       if it is not there.
    """
}

extension CalendarDay {
  /// The day, in Greenwich.
  fileprivate static var today: CalendarDay {
    let days = (Date().timeIntervalSince1970 / 86_400).rounded(.down)
    guard let day = CalendarDay(daysSince1970: Int(days)) else {
      preconditionFailure("the clock shows a year of five digits")
    }
    return day
  }
}

extension ParsedArguments {
  /// The path that an option gives.
  func path(of option: OptionSyntax) throws(UsageError) -> String? {
    let path = values(of: option).first
    guard path != "" else { throw UsageError("\(option.name) is empty: expected a file") }
    return path
  }
}

extension OptionSyntax {
  static let format = OptionSyntax("--format", .value)
  static let output = OptionSyntax("--output", .value)
  static let waivers = OptionSyntax("--waivers", .value)
  static let timelines = OptionSyntax("--timelines", .value)
}

/// How verdicts are shown.
package enum ReportFormat: String, CaseIterable, Sendable {
  /// For people.
  case table
  /// For programs.
  case json
  /// For CI systems.
  case junit
  /// For code hosts.
  case sarif
}
