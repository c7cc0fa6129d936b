internal import Foundation
internal import GoldenTranscripts
internal import RunTimelines
internal import StatusConformance

/// A folder with the pictures of the runs that break rules, and a page that lists them.
///
/// Each file is whole or not there, and the page comes last: whatever it names is there.
struct TimelineFolder: Sendable {
  /// A run that breaks a rule.
  struct Drawing {
    let rule: ConformanceRule
    /// What broke it, and what repeats it.
    let name: String
    /// What tells its files from those of other runs that break the rule.
    let label: String
    let seen: String
    /// `nil` if the run can't be made again.
    let picture: () throws -> RunTimeline?
  }

  /// Where it is.
  let path: String

  private static let title = "Runs that break a rule"

  /// Makes the folder, for who has long to do until it is needed.
  func create() throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure("\(path.quoted) is no folder, and can't be made one", .inputOutput)
    }
    try OutputFile(path: "\(path)/index.html").check()
  }

  /// Draws what breaks a rule, be it waived or not.
  func write(_ summary: ConformanceSummary, until isInterrupted: () -> Bool) throws {
    let runs = summary.reports.flatMap { report in
      report.entries.compactMap { entry -> Drawing? in
        switch entry.verdict {
        case .violation(let violation), .waived(let violation, _):
          Drawing(
            rule: violation.rule, name: "\(report.subject.rawValue) \(report.name)",
            label: "\(report.subject.rawValue)-\(report.name)", seen: violation.seen
          ) { violation.picture }
        case .pass, .skip: nil
        }
      }
    }
    try write(runs, until: isInterrupted)
  }

  /// Draws runs, unless the user wants an end.
  ///
  /// - Throws: `CancellationError` after an interruption; no file is cut off then.
  func write(_ runs: [Drawing], until isInterrupted: () -> Bool) throws {
    var index = TimelineIndex(title: Self.title)
    var names: Set<String> = []
    var written: Set<String> = []
    for run in runs.sorted(by: { $0.rule.id < $1.rule.id }) {
      if isInterrupted() { throw CancellationError() }
      guard let picture = try run.picture() else { continue }
      let name = fileName(of: run, besides: &names)
      for (suffix, format) in [("html", TimelineFormat.html), ("json", .trace)] {
        let file = "\(name).\(suffix)"
        try OutputFile(path: "\(path)/\(file)").write(Array(format.text(of: picture).utf8))
        written.insert(file)
      }
      index.add(
        rule: "\(run.rule)", name: run.name, summary: run.seen, page: "\(name).html",
        trace: "\(name).json")
    }
    let page = "\(path)/index.html"
    let stale = Self.files(listedBy: page).subtracting(written)
    try OutputFile(path: page).write(Array(index.html().utf8))
    for file in stale { try? FileManager.default.removeItem(atPath: "\(path)/\(file)") }
  }

  /// The pictures that a list of before names: whose runs break nothing now is not to be taken for one
  /// that does.
  private static func files(listedBy page: String) -> Set<String> {
    guard let data = FileManager.default.contents(atPath: page) else { return [] }
    let text = String(decoding: data, as: UTF8.self)
    guard text.contains("<h1>\(title)</h1>") else { return [] }
    let names = text.matches(of: /href="\.\/([0-9]+-[A-Za-z0-9-]+\.(?:html|json))/).map {
      String($0.1)
    }
    return Set(names)
  }

  /// A name that every file system takes, and no other run has.
  private func fileName(of run: Drawing, besides names: inout Set<String>) -> String {
    let letters = run.label.unicodeScalars.prefix(80).map { scalar in
      scalar.isASCII && scalar.properties.isAlphabetic || "0"..."9" ~= scalar
        ? Character(scalar) : "-"
    }
    let stem = "\(run.rule.id)-\(String(letters))"
    var name = stem
    var number = 2
    while !names.insert(name.lowercased()).inserted {
      name = "\(stem)-\(number)"
      number += 1
    }
    return name
  }
}

/// What a timeline is written as.
enum TimelineFormat: String, Sendable, CaseIterable {
  case html
  case trace
  case svg

  /// A timeline in this format.
  func text(of timeline: RunTimeline) -> String {
    switch self {
    case .html: timeline.html()
    case .trace: timeline.chromeTrace()
    case .svg: timeline.svg()
    }
  }
}
