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
    /// The events of AG-UI 1.0, one in each message, as in ``EventStreamEncoder/Profile/agUI(threadID:startedAt:)``.
    ///
    /// A message in which a client has all that belongs to an event of the trace says its
    /// ``StreamEvent/cursor`` in the metadata, under `status-streaming`, as `cursor`.
    ///
    /// - Parameters:
    ///   - threadID: the conversation that the run belongs to, which its client has named.
    ///   - startedAt: when the trace was opened, counted from 1970.
    case agUI(threadID: String, startedAt: Duration = .zero)

    /// The one stream of a connection that speaks AG-UI.
    var agUI: [AGUIStream] {
      guard case .agUI(let threadID, let startedAt) = self else { return [] }
      return [AGUIStream(AGUIRun(threadID: threadID, startedAt: startedAt))]
    }

    /// What tells formats apart of which the bytes can be shared; `nil` if they can't.
    var sharedOption: Int? {
      switch self {
      case .reference: 0
      case .resumable: 1
      case .agUI: nil
      }
    }
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
