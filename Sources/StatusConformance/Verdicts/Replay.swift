public import RunTimelines

/// A run that was made again from its token.
public struct Replay: Sendable, Hashable {
  /// What was varied on purpose.
  public let plan: String
  /// What happened, one occurrence in a line, with its time.
  public let timeline: [String]
  /// What arrived, one event in a line.
  public let seenTranscript: [String]
  /// The lowest rule that the run breaks; `nil` if it breaks none.
  public let violation: Violation?
  /// The picture of the run, with what is wrong framed.
  public let picture: RunTimeline
}
