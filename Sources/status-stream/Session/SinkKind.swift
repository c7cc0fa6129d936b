/// The forms in which status updates can be shown.
package enum SinkKind: String, Sendable, CaseIterable {
  /// Lines for a person.
  case terminal
  /// The body of a server-sent event stream.
  case sse
  /// The frames of a WebSocket server.
  case websocket
  /// Lines of JSON for tools.
  case jsonl
}
