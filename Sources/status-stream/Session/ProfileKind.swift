/// What a server-sent event stream or a WebSocket carries.
enum ProfileKind: String, CaseIterable {
  /// Nothing: what existing clients of the reference implementation read.
  case reference
  /// Numbers to resume at.
  case resumable
  /// The events of AG-UI.
  case agUI = "ag-ui"
}
