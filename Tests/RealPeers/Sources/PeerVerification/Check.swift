import Foundation
import StatusConformance

/// Something to find out, and to tell in a line.
struct Check: Sendable {
  let name: String
  private let find: @Sendable () async throws -> (isRight: Bool, seen: String)

  /// - Parameter find: whether it is as it has to be, and what was seen.
  init(_ name: String, find: @escaping @Sendable () async throws -> (isRight: Bool, seen: String)) {
    self.name = name
    self.find = find
  }

  /// Tells of it: `ok` or `FAILED`, the name, a bar, and what was found.
  func perform() async -> String {
    do {
      let (isRight, seen) = try await find()
      return "\(isRight ? "ok" : "FAILED") \(name) | \(seen)"
    } catch {
      return "FAILED \(name) | \(error)"
    }
  }
}

extension Check {
  /// A verification, and what it has to find.
  ///
  /// - Parameter broken: the rule that has to be charged, and before all others; `nil` if all hold.
  init(_ verification: some Verification, breaks broken: Int?) {
    self.init(verification.name) {
      let start = ContinuousClock.now
      let report = await verification.verifyAll()
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let isRight = report.violations.first?.rule.id == broken
      var seen = report.charges
      if !isRight, let broken { seen += ", expected \(broken) first" }
      seen += "; \(report.coverage.map { "\($0)" } ?? "no runs")"
      if let traffic = report.coverage?.traffic { seen += ", \(traffic)" }
      seen += ", in \(Int(seconds.rounded())) s"
      return (
        isRight,
        ([seen] + (isRight ? [] : report.violations.map { "\($0)" })).joined(separator: "\n")
      )
    }
  }
}

extension ConformanceReport {
  /// The rules that are charged, or how many hold.
  fileprivate var charges: String {
    guard let first = violations.first else {
      let judged = entries.count { entry in
        if case .skip = entry.verdict { false } else { true }
      }
      return "\(judged) rules hold"
    }
    let charges = violations.map { "\($0.rule.id) (\($0.rule.title))" }.joined(separator: ", ")
    return "charged \(charges) (found in run \(first.run))"
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
