extension ConformanceSummary {
  /// The reports as JUnit XML, which CI systems read: a suite for each implementation, a case for
  /// each rule.
  public var junit: String {
    let counts = counts
    let skips = counts.skips + counts.exceptions
    let total = counts.passes + counts.violations + skips + staleWaivers.count
    let failures = counts.violations + staleWaivers.count
    let suites = reports.map(Self.suite).joined() + waiverSuite
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="status-conformance" tests="\(total)" failures="\(failures)" \
      errors="0" skipped="\(skips)">
      \(suites)</testsuites>

      """
  }

  /// A case for each waiver that is stale; nothing if there are none.
  private var waiverSuite: String {
    if staleWaivers.isEmpty { return "" }
    let cases = staleWaivers.map { stale in
      """
          <testcase classname="waivers" name="\("\(stale.waiver)".xml)">
            <failure message="\(stale.reason.xml)" type="stale waiver"/>
          </testcase>

      """
    }
    let count = staleWaivers.count
    return """
        <testsuite name="waivers" tests="\(count)" failures="\(count)" errors="0" skipped="0">
      \(cases.joined())  </testsuite>

      """
  }

  private static func suite(_ report: ConformanceReport) -> String {
    let name = "\(report.subject.rawValue).\(report.name)"
    let counts = ConformanceSummary([report]).counts
    let cases = report.entries.map { testCase($0, of: report, in: name) }.joined()
    let share =
      report.share.map {
        "    <properties><property name=\"shard\" value=\"\($0)\"/></properties>\n"
      } ?? ""
    return """
        <testsuite name="\(name.xml)" tests="\(report.entries.count)" \
      failures="\(counts.violations)" errors="0" skipped="\(counts.skips + counts.exceptions)">
      \(share)\(cases)  </testsuite>

      """
  }

  private static func testCase(
    _ entry: ConformanceReport.Entry, of report: ConformanceReport, in suite: String
  ) -> String {
    let head = "    <testcase classname=\"\(suite.xml)\" name=\"\(entry.rule.description.xml)\""
    switch entry.verdict {
    case .pass: return "\(head)/>\n"
    case .skip(let reason):
      return "\(head)><skipped message=\"\(reason.xml)\"/></testcase>\n"
    case .waived(_, let waiver):
      let message = "waived until \(waiver.until): \(waiver.reason)"
      return "\(head)><skipped message=\"\(message.xml)\"/></testcase>\n"
    case .violation(let violation):
      let (expected, seen) = Excerpts.contrasting(violation.expected, violation.seen)
      let message = "expected \(expected), saw \(seen)"
      return """
        \(head)>
              <failure message="\(message.xml)" type="rule \(entry.rule.id)">\
        \(violation.description.xml)</failure>
            </testcase>

        """
    }
  }
}

extension String {
  /// The text as it stands in an attribute or an element of XML 1.0, which has no way to write
  /// most control characters (section 2.2): U+FFFD is in their place.
  fileprivate var xml: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "\t", "\n", "\r": text += "&#\(scalar.value);"
      case "\0"..<" ", "\u{FFFE}", "\u{FFFF}": text += "\u{FFFD}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
