public import StatusStreaming

/// What a decoder has read.
public enum Observation: Sendable, Hashable {
  /// An event, as far as the format shows it.
  case event(ObservedEvent)
  /// A sign that the connection is alive, and the cursor that a client takes from it to resume
  /// after, if any.
  case heartbeat(Cursor?)
  /// The format's own end of the connection: a footer, or a Close frame. Nothing may follow.
  case end
  /// The same, where it says that a trace on the connection has not ended.
  case cut

  /// Whether it is an end of the connection, of either kind.
  package var isEnd: Bool { self == .end || self == .cut }
}
