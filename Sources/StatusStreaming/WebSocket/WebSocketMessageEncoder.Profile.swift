extension WebSocketMessageEncoder {
  /// What a message carries besides the event.
  public enum Profile: Sendable, Hashable {
    /// Nothing: what existing clients of the reference implementation read.
    case reference
    /// The event's ``StreamEvent/cursor`` as its first member, `"id":"12"` or `"id":"EPOCH-12"`, so
    /// that a client that reconnects says what it has.
    ///
    /// A `WebSocket` of a browser sends no headers of its own, so the client puts the last `id` into
    /// the URL, and the server reads it as an event stream's with ``Cursor/init(lastEventID:)``.
    case resumable
  }
}

extension StreamEvent {
  /// Appends the event as the text of a message.
  @inline(__always)
  borrowing func appendMessage(
    to bytes: inout [UInt8], _ profile: WebSocketMessageEncoder.Profile
  ) {
    guard profile == .resumable else { return payload.appendTaggedJSON(to: &bytes) }
    bytes.append("{\"id\":\"")
    bytes.append(cursor: cursor)
    bytes.append(UInt8(ascii: "\""))
    let start = bytes.count
    payload.appendTaggedJSON(to: &bytes)
    // The payload's object goes on after its first member.
    bytes[start] = UInt8(ascii: ",")
  }
}
