/// What is wrong with an event at its place in a stream of AG-UI.
public struct AGUIFault: Error, Sendable, Hashable {
  /// What kind of promise it breaks.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A run declares the version that its producer speaks (Versioning, “Version negotiation”).
    case version
    /// A stream begins with `RUN_STARTED`, or `RUN_ERROR`, and runs do not overlap (Runs and Steps).
    case start
    /// The end of a run names what was started (Runs and Steps; The Event Model, “Identifiers”).
    case names
    /// Nothing follows the end of a run but another run, or a late failure (Runs and Steps).
    case end
    /// What is continued or closed is open, and what is opened is not (Streaming Messages).
    case brackets
    /// A run that finishes has closed what it has opened (Runs and Steps).
    case openAtEnd
    /// A chunk that opens says what, and one that continues says nothing else (Streaming Messages,
    /// “The chunked form”).
    case chunks
    /// What one invocation has opened is its own (Subagents).
    case owners
    /// A delta follows a snapshot (Snapshots and Deltas).
    case baseline
    /// A delta applies to what the snapshot and the deltas before have made (Snapshots and Deltas).
    case patch
    /// A run that was stopped says that it was cancelled, and nothing else (Runs and Steps,
    /// “Cancelled runs”).
    case stop
  }

  /// What kind of promise it breaks.
  public let kind: Kind
  /// What had to be.
  public let expected: String
  /// What is.
  public let found: String

  init(_ kind: Kind, expected: String, found: String) {
    self.kind = kind
    self.expected = expected
    self.found = found
  }
}
