/// A kind of format, whose bytes obey rules of their own.
public enum WireFormat: String, Sendable, Hashable, CaseIterable {
  /// None of the others.
  case custom
  /// Text in lines, each ended by LF, and a line for each event.
  case lines
  /// Lines for a person at a terminal.
  case terminal
  /// Server-sent events (HTML Living Standard, section 9.2).
  case eventStream
  /// The frames of a WebSocket's server (RFC 6455).
  case webSocket
}
