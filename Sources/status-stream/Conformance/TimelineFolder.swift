internal import Foundation
internal import GoldenTranscripts
internal import RunTimelines
internal import StatusConformance

/// A folder with the pictures of the runs that break rules, and a page that lists them.
struct TimelineFolder: Sendable {
  /// Where it is.
  let path: String

  /// Makes the folder, for who has long to do until it is needed.
  func create() throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw InputFailure("no folder can be made at \(path.quoted): \(error)", .inputOutput)
    }
    try OutputFile(path: "\(path)/index.html").check()
  }

  /// Draws what breaks a rule, be it waived or not.
  func write(_ summary: ConformanceSummary) throws {
    var index = TimelineIndex(title: "Runs that break a rule")
    let all = summary.reports.flatMap { report in
      report.entries.compactMap { entry -> (report: ConformanceReport, violation: Violation)? in
        switch entry.verdict {
        case .violation(let violation), .waived(let violation, _): (report, violation)
        case .pass, .skip: nil
        }
      }
    }
    var names: Set<String> = []
    for (report, violation) in all.sorted(by: { $0.violation.rule.id < $1.violation.rule.id }) {
      let name = fileName(of: violation, by: report, besides: &names)
      for (suffix, format) in [("html", TimelineFormat.html), ("json", .trace)] {
        try OutputFile(path: "\(path)/\(name).\(suffix)").write(
          Array(format.text(of: violation.picture).utf8))
      }
      index.add(
        rule: "\(violation.rule)", name: "\(report.subject.rawValue) \(report.name)",
        summary: violation.seen, page: "\(name).html", trace: "\(name).json")
    }
    try OutputFile(path: "\(path)/index.html").write(Array(index.html().utf8))
  }

  /// A name that every file system takes, and no other run has.
  private func fileName(
    of violation: Violation, by report: ConformanceReport, besides names: inout Set<String>
  ) -> String {
    let letters = report.name.unicodeScalars.prefix(60).map { scalar in
      scalar.isASCII && scalar.properties.isAlphabetic || "0"..."9" ~= scalar
        ? Character(scalar) : "-"
    }
    let stem = "\(violation.rule.id)-\(report.subject.rawValue)-\(String(letters))"
    var name = stem
    var number = 2
    while !names.insert(name.lowercased()).inserted {
      name = "\(stem)-\(number)"
      number += 1
    }
    return name
  }
}
