/// A schedule under which a body fails, as simple as it could be made.
public struct ExplorationFailure: Error {
  /// What the body threw, or the ``SimulationError`` that ended it, in the simplified schedule.
  public let underlyingError: any Error

  /// The name of the strategy that found it, if several took turns or learned from other runs.
  public var strategy: String? { token.origin?.strategy.name }

  /// The text that repeats the simplified schedule.
  public let token: ReplayToken

  /// The schedule that failed first, counted from one.
  public let schedule: Int

  /// The seed of that schedule, if it had one.
  public let seed: UInt64?

  /// How many choices of that schedule were not zero.
  public let choicesBeforeShrinking: Int

  /// How many choices of the simplified one are not zero.
  public let choicesAfterShrinking: Int

  /// Who ran, step by step, in the simplified schedule.
  public let trace: [TraceStep]

  /// What had been covered.
  public let summary: ExplorationSummary
}

extension ExplorationFailure: CustomStringConvertible {
  private static var shownSteps: Int { 60 }

  /// The error, the token, the numbers, and the end of the trace.
  public var description: String {
    let strategy = strategy.map { ", \($0)" } ?? ""
    let seed = strategy + (seed.map { ", seed \($0)" } ?? "")
    let hidden = max(0, trace.count - Self.shownSteps)
    let head = """
      \(underlyingError)
      replay token: \(token)
      failed in schedule \(schedule.grouped)\(seed) (\(summary)); \
      shrunk from \(choicesBeforeShrinking.grouped) choices to \(choicesAfterShrinking.grouped)
      trace:\(hidden > 0 ? " (\(hidden.grouped) earlier steps not shown)" : "")
      """
    return ([head] + trace.suffix(Self.shownSteps).map { "  \($0)" }).joined(separator: "\n")
  }
}

/// The way in which a run failed, by which shrinking tells whether a simpler run still fails so.
///
/// Errors of the simulation are alike if their code is; others if their type is, and their text
/// apart from numbers, which tend to change with the schedule.
struct FailureKind: Hashable {
  private let type: String
  private let text: [UInt8]

  init(_ error: any Error) {
    if let error = error as? SimulationError {
      type = "SimulationError"
      text = Array(error.code.rawValue.utf8)
    } else {
      type = String(reflecting: Swift.type(of: error))
      text = "\(error)".utf8.filter { !(48...57).contains($0) }
    }
  }
}
