import Foundation

extension ConformanceSummary {
  /// The reports as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format).
  ///
  /// There is a result for each violation, suppressed where it is waived, and a notification for each
  /// rule that was not judged and each waiver that is stale. A result has the place in the capture that
  /// it is about; one of a verification has a name alone, which the standard allows and GitHub's code
  /// scanning does not take.
  ///
  /// - Parameter version: that of the program.
  public func sarif(version: String) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(SARIFLog(self, version: version))) + [UInt8(ascii: "\n")]
  }
}

private struct SARIFLog: Encodable {
  let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
  let version = "2.1.0"
  let runs: [Run]

  enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version, runs
  }

  init(_ summary: ConformanceSummary, version: String) {
    let driver = Driver(version: version)
    runs = [
      Run(
        tool: Tool(driver: driver),
        invocations: [Invocation(summary)],
        results: summary.reports.flatMap { report in
          report.entries.compactMap { Result($0, of: report) }
        },
        properties: summary.reports.lazy.compactMap(\.share).first.map { ["shard": $0] })
    ]
  }
}

private struct Run: Encodable {
  let tool: Tool
  let invocations: [Invocation]
  /// Columns are not given; the property is required where they are (3.14.17).
  let columnKind = "unicodeCodePoints"
  let results: [Result]
  let properties: [String: String]?
}

private struct Tool: Encodable {
  let driver: Driver
}

private struct Driver: Encodable {
  let name = "status-stream"
  let version: String
  let rules = ConformanceRule.all.map(Descriptor.init)
}

private struct Text: Encodable {
  let text: String
}

/// A rule (3.49).
private struct Descriptor: Encodable {
  let id: String
  let name: String
  let shortDescription: Text
  let fullDescription: Text
  let help: Text
  let defaultConfiguration = ["level": "error"]

  init(_ rule: ConformanceRule) {
    id = String(rule.id)
    // A name is one identifier, in Pascal case (3.49.7).
    name = rule.title.split { !$0.isLetter && !$0.isNumber }
      .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    shortDescription = Text(text: "\(rule.title).")
    fullDescription = Text(text: rule.sentence)
    help = Text(text: rule.explanation)
  }
}

/// What was done (3.20).
private struct Invocation: Encodable {
  let executionSuccessful = true
  let toolExecutionNotifications: [Notification]

  init(_ summary: ConformanceSummary) {
    let skips = summary.reports.flatMap { report in
      report.entries.compactMap { Notification($0, of: report) }
    }
    toolExecutionNotifications = skips + summary.staleWaivers.map(Notification.init)
  }
}

/// Something that is to be known and is no result (3.58).
private struct Notification: Encodable {
  let level: String
  let message: Text
  let associatedRule: Reference
  let locations: [Location]?

  init?(_ entry: ConformanceReport.Entry, of report: ConformanceReport) {
    guard case .skip(let reason) = entry.verdict else { return nil }
    level = "note"
    message = Text(text: "\(entry.rule) was not judged: \(reason)")
    associatedRule = Reference(entry.rule)
    locations = [Location(report, at: nil)]
  }

  init(_ stale: StaleWaiver) {
    level = "error"
    message = Text(text: "\(stale)")
    associatedRule = Reference(stale.waiver.rule)
    locations = nil
  }
}

/// Which of the driver's rules it is (3.52).
private struct Reference: Encodable {
  let id: String
  let index: Int

  init(_ rule: ConformanceRule) {
    id = String(rule.id)
    index = ConformanceRule.all.firstIndex(of: rule) ?? -1
  }
}

/// A violation (3.27).
private struct Result: Encodable {
  let ruleId: String
  let ruleIndex: Int
  let level = "error"
  let message: Text
  let locations: [Location]
  let partialFingerprints: [String: String]
  let suppressions: [Suppression]

  init?(_ entry: ConformanceReport.Entry, of report: ConformanceReport) {
    let violation: Violation
    switch entry.verdict {
    case .pass, .skip: return nil
    case .violation(let found): (violation, suppressions) = (found, [])
    case .waived(let found, let waiver):
      (violation, suppressions) = (found, [Suppression(justification: waiver.reason)])
    }
    let reference = Reference(entry.rule)
    (ruleId, ruleIndex) = (reference.id, reference.index)
    message = Text(text: "\(violation)")
    locations = [Location(report, at: violation.place)]
    partialFingerprints = [
      "statusConformance/v1": "\(report.subject.rawValue).\(report.name).\(entry.rule.id)"
    ]
  }
}

/// That a result is accepted (3.35).
private struct Suppression: Encodable {
  let kind = "external"
  let status = "accepted"
  let justification: String
}

/// Where it is (3.28): an implementation, and the file that was judged if there is one.
private struct Location: Encodable {
  struct Physical: Encodable {
    struct Region: Encodable {
      let byteOffset: Int
      let byteLength = 0
    }

    let artifactLocation: [String: String]
    let region: Region?
  }

  struct Logical: Encodable {
    let name: String
    let fullyQualifiedName: String
    let kind = "module"
  }

  let physicalLocation: Physical?
  let logicalLocations: [Logical]

  init(_ report: ConformanceReport, at place: Violation.Place?) {
    physicalLocation = report.artifact.map { path in
      let characters = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: ":"))
      let uri = path.addingPercentEncoding(withAllowedCharacters: characters) ?? "capture"
      var region: Physical.Region?
      if report.isVerbatim, case .byte(let offset) = place {
        region = Physical.Region(byteOffset: offset)
      }
      return Physical(artifactLocation: ["uri": uri], region: region)
    }
    logicalLocations = [
      Logical(
        name: report.name, fullyQualifiedName: "\(report.subject.rawValue).\(report.name)")
    ]
  }
}
