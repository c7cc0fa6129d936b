/// What a server-sent event stream or a WebSocket carries besides the updates.
enum ProfileKind: String, CaseIterable {
  /// Nothing: what existing clients of the reference implementation read.
  case reference
  /// Numbers to resume at.
  case resumable
}
