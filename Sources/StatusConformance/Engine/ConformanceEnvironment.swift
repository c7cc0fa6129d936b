import Foundation

/// What the environment asks of verifications, without a rebuild.
package struct ConformanceEnvironment: Sendable {
  /// The name of the variable that raises the number of runs.
  package static let variable = "STATUS_CONFORMANCE_RUNS"

  /// The least number of runs; `nil` if none is asked for.
  package let runs: Int?
  private let invalidValue: InvalidValue?

  /// A value of the variable that means nothing.
  struct InvalidValue: Error, Hashable, CustomStringConvertible {
    let text: String

    var description: String {
      "\(ConformanceEnvironment.variable) is '\(text)', expected a number of runs above 0"
    }
  }

  package init(_ variables: [String: String]) {
    let text = variables[Self.variable]
    runs = text.flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
    invalidValue = runs == nil ? text.map(InvalidValue.init) : nil
  }

  /// Checks that all that is asked for can be understood.
  package func validate() throws {
    if let invalidValue { throw invalidValue }
  }

  /// The environment of this process.
  package static let current = ConformanceEnvironment(ProcessInfo.processInfo.environment)
}
