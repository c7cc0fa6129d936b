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
