import StatusStreaming

/// What a viewer has seen of a trace, over one connection or several.
struct TraceView: Sendable {
  let trace: TraceID
  /// The events that each connection received.
  var connections: [[StreamEvent]] = []
  /// Where the last connection ended, and why.
  var cursor = Cursor.zero
  var ending = ""
  /// What the trace holds.
  var published: [StreamEvent] = []

  init(_ trace: TraceID) {
    self.trace = trace
  }

  /// What is wrong with the view; `nil` if nothing is.
  var fault: String? {
    let received = connections.flatMap(\.self)
    if ending != "finished" { return "ended \(ending)" }
    if received != published {
      return "received \(received.map(\.sequence)) of \(published.map(\.sequence))"
    }
    if cursor != published.last?.cursor { return "cursor at \(cursor)" }
    return nil
  }
}
