import Foundation
import StatusConformance

/// A verification, and what it has to find.
struct Check: Sendable {
  private let verification: any Verification
  /// The rule that has to be charged, and before all others; `nil` if every rule holds.
  private let broken: Int?

  init(_ verification: some Verification, breaks broken: Int?) {
    self.verification = verification
    self.broken = broken
  }

  var name: String { verification.name }

  /// Makes the runs, and tells of them: `ok` or `FAILED`, the name, a bar, and what was found.
  func perform() async -> String {
    let start = ContinuousClock.now
    let report = await verification.verifyAll()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let charges = report.violations.map { "\($0.rule.id) (\($0.rule.title))" }
    let isAsExpected =
      broken == nil ? charges.isEmpty : report.violations.first?.rule.id == broken
    let rules = report.entries.count { entry in
      if case .skip = entry.verdict { false } else { true }
    }
    var line = isAsExpected ? "ok" : "FAILED"
    line += " \(report.name) | "
    line += charges.isEmpty ? "\(rules) rules hold" : "charged " + charges.joined(separator: ", ")
    if !isAsExpected, let broken { line += ", expected \(broken) first" }
    if let first = report.violations.first { line += " (found in run \(first.run))" }
    line += "; \(report.coverage.map { "\($0)" } ?? "no runs")"
    if let traffic = report.coverage?.traffic { line += ", \(traffic)" }
    line += ", in \(Int(seconds.rounded())) s"
    guard !isAsExpected else { return line }
    return ([line] + report.violations.map { "\($0)" }).joined(separator: "\n")
  }
}

/// Numbers from 1.
final class Counter: Sendable {
  private let lock = NSLock()
  // Under the lock.
  nonisolated(unsafe) private var count = 0

  func next() -> Int {
    lock.withLock {
      count += 1
      return count
    }
  }
}
