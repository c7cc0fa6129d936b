/// Something that goes wrong on purpose in an agent's run.
public enum AgentFault: Sendable, Hashable {
  /// A step ends in an error whose message viewers read.
  case stepFailure(Step, message: String)
  /// After a step has ended well the agent throws an ``InjectedCrash``.
  case crash(after: Step)
}
