/// What an implementation says that it can do, so that rules apply to it that not every one has to
/// keep.
public enum ConformanceCapability: String, Sendable, Hashable, CaseIterable {
  /// It goes on after the last number that a viewer has seen.
  case resumable
  /// It keeps no more than a bounded number of events for a slow viewer.
  case bounded
  /// It closes its sink also when its connection is cancelled, outside of the cancelled task, and
  /// tells of a close that fails by an error: what can't be done with a sink that is `inout`.
  case closing
  /// It shows that an idle connection is alive.
  case heartbeats
  /// It refuses updates above a size; a delivery loop: it goes on when its sink does.
  case sizeLimit
  /// It writes events that are there together at once.
  case batches
  /// It writes text in UTF-8.
  case text
  /// It writes one line for each update.
  case lines
  /// It writes to a terminal.
  case terminal
  /// It writes server-sent events.
  case eventStream
  /// It writes WebSocket frames.
  case webSocket
  /// It writes events of AG-UI.
  case agUI
}

extension ConformanceCapability: CustomStringConvertible {
  /// The name as it is declared, such as `.resumable`.
  public var description: String { ".\(rawValue)" }
}
