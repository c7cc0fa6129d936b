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

    /// What explores with it and a seed again: of the strategies that take turns those that have no
    /// exploration of the same schedule alone, and the runs that all learn from, are made by all.
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
