/// What a rule is about: a stage of the way from an agent to its viewer.
public enum ConformanceSubject: String, Sendable, Hashable, CaseIterable {
  /// What publishes updates.
  case agent
  /// What keeps them.
  case buffer
  /// What carries them from a buffer to a sink.
  case delivery
  /// What writes them to a viewer.
  case sink
  /// All of it, as viewers see it from outside.
  case pipeline
}
