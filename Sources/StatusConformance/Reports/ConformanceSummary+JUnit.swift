extension ConformanceSummary {
  /// The reports as JUnit XML, which CI systems read: a suite for each implementation, a case for
  /// each rule.
  public var junit: String {
    let counts = counts
    let total = counts.passes + counts.violations + counts.skips
    let suites = reports.map(Self.suite).joined()
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="status-conformance" tests="\(total)" failures="\(counts.violations)" \
      errors="0" skipped="\(counts.skips)">
      \(suites)</testsuites>

      """
  }

  private static func suite(_ report: ConformanceReport) -> String {
    let name = "\(report.subject.rawValue).\(report.name)"
    let counts = ConformanceSummary([report]).counts
    let cases = report.entries.map { testCase($0, of: report, in: name) }.joined()
    return """
        <testsuite name="\(name.xml)" tests="\(report.entries.count)" \
      failures="\(counts.violations)" errors="0" skipped="\(counts.skips)">
      \(cases)  </testsuite>

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
