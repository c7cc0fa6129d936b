/// Something that goes wrong on purpose in an agent's run.
public enum AgentFault: Sendable, Hashable {
  /// A step ends in an error whose message viewers read.
  case stepFailure(Step, message: String)
  /// After a step has ended well the agent throws an ``InjectedCrash``.
  case crash(after: Step)
}

/// An error as an agent's own dependencies throw it, which is not meant for viewers.
public struct InjectedCrash: Error, Sendable, Hashable, CustomStringConvertible {
  /// Makes the error.
  public init() {}

  /// Holds what viewers must not read: an address and an account.
  public var description: String { "postgres://agent@db-7.internal:5432: connection reset" }
}
