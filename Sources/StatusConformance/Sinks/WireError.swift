/// What a wire throws.
enum WireError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The other side has gone.
  case broken
  /// The sink was closed before.
  case closed

  var description: String {
    switch self {
    case .broken: "the connection is broken"
    case .closed: "the connection is closed"
    }
  }
}
