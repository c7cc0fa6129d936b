import Foundation
import StatusStreaming

/// What an agent has that reports what it found, and a client that reads what a newer server says.
enum ReportExample {
  struct Report: Encodable {
    var lines: [Int]
  }

  static let report = Report(lines: [3, 7])
  static let toolOutput = Array(#"{ "cost": 0.10 }"#.utf8)
  static let data = Data(#"{"status":"ok","colour":"blue"}"#.utf8)
}
