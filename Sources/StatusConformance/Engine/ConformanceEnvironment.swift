import Foundation

/// What the environment asks of verifications, without a rebuild.
package struct ConformanceEnvironment: Sendable {
  /// The name of the variable that raises the number of runs.
  package static let variable = "STATUS_CONFORMANCE_RUNS"

  /// The least number of runs; `nil` if none is asked for.
  let runs: Int?
  /// What is asked for and can't be understood.
  package let invalidValue: String?

  package init(_ variables: [String: String]) {
    let text = variables[Self.variable]
    let runs = text.flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
    self.runs = runs
    invalidValue = runs == nil ? text : nil
  }

  /// The environment of this process.
  package static let current = ConformanceEnvironment(ProcessInfo.processInfo.environment)
}
