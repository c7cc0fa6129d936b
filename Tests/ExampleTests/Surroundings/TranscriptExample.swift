import DeterministicSimulation
import Foundation
import StatusTesting
import Testing

/// Tests with goldens, of which there are none beside the documents.
@Suite(
  .transcripts(record: .never), .failing(expectMissingGoldens),
  .enabled(
    if: ProcessInfo.processInfo.environment["STATUS_TRANSCRIPTS"] == nil,
    "STATUS_TRANSCRIPTS would have goldens written beside the documents"))
enum TranscriptExample {
  struct Receipt {
    let bytes: [UInt8]

    init(of order: String) throws {
      bytes = Array(order.utf8)
    }
  }

  static let order = "two lamps"
  static let invoice = (total: "30.00", currency: "EUR")

  static func render(_ invoice: (total: String, currency: String)) -> String {
    "\(invoice.total) \(invoice.currency)\n"
  }
}

@Sendable private func expectMissingGoldens(_ issues: [String]) {
  #expect(!issues.isEmpty)
  for issue in issues {
    #expect(issue.contains(#/there is no transcript '\S+/__Transcripts__/[\w.]+/\w+\.txt'/#))
  }
}
