/// What a run did, and what came of it.
public struct RecordedRun<Value> {
  /// What the body returned, or why the run failed.
  public let result: Result<Value, any Error>

  /// Everything that was undecided, in order; enough to repeat the run.
  public let choices: [Choice]

  /// A hash over virtual times, runnable jobs, choices and labels: equal for equal runs of one
  /// build configuration, in every process.
  public let traceHash: UInt64

  /// A hash that is equal for runs which differ only in the order of steps that touch different
  /// things; see ``Footprint``.
  public let orderHash: UInt64

  /// Who ran and what was drawn, step by step.
  public let trace: [TraceStep]

  /// The number of steps.
  public let steps: Int

  init(result: Result<Value, any Error>, recording: Recording, steps: Int) {
    self.result = result
    choices = recording.choices
    traceHash = recording.hash.value
    orderHash = recording.order.value
    trace = recording.trace
    self.steps = steps
  }

  /// The text from which the run can be repeated.
  public var token: ReplayToken { ReplayToken(choices: choices, traceHash: traceHash) }
}

extension RecordedRun: Sendable where Value: Sendable {}

/// From which strategy and seed a run comes.
struct SearchOrigin: Sendable, Hashable {
  let strategy: Strategy
  let seed: UInt64

  /// A way to make a scheduler from a seed; its number is kept in tokens.
  enum Strategy: Int, Sendable, Hashable {
    case inOrder = 1
    case random
    case pct
    case urw
    case surw
    case pos

    /// The exploration that makes a scheduler of this kind from the seed: where others learn from the
    /// runs, or a number of steps is counted beforehand, the one in which strategies take turns.
    var exploration: String {
      switch self {
      case .inOrder, .random, .pct: "automatic"
      case .urw: "urw"
      case .surw: "surw"
      case .pos: "pos"
      }
    }

    /// The name, as the literature has it.
    var name: String {
      switch self {
      case .inOrder: "in order"
      case .random: "random"
      case .pct: "PCT"
      case .urw: "URW"
      case .surw: "SURW"
      case .pos: "POS"
      }
    }
  }
}
