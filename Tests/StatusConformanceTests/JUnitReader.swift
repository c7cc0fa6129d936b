import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads JUnit XML as a CI system does, with a parser that refuses what is not well-formed.
final class JUnitReader: NSObject, XMLParserDelegate {
  private(set) var suites: [String] = []
  private(set) var cases: [String] = []
  private(set) var skips: [String] = []
  private(set) var failures: [String] = []
  private(set) var failureTypes: [String] = []
  private(set) var suiteTotals: [[String: String]] = []
  private(set) var totals: [String: String] = [:]
  private(set) var text = ""

  func read(_ xml: String) -> Bool {
    let parser = XMLParser(data: Data(xml.utf8))
    parser.delegate = self
    return parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    switch name {
    case "testsuites": totals = attributes.filter { $0.key != "name" }
    case "testsuite":
      suites.append(attributes["name"] ?? "")
      suiteTotals.append(attributes)
    case "testcase": cases.append(attributes["name"] ?? "")
    case "skipped": skips.append(attributes["message"] ?? "")
    case "failure":
      failures.append(attributes["message"] ?? "")
      failureTypes.append(attributes["type"] ?? "")
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    text += string
  }
}
