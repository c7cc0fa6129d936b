/// Encodes a trace as WebSocket messages, for a server that frames for itself.
///
/// An update is a text message with its JSON; a gap, a completion, a failure and a cancellation are
/// objects with a `type`. After the terminal event comes Close: 1011 after a failure, else 1000.
///
/// ``WebSocketMessageSink`` is a sink of it for most servers; this is what remains for others.
///
/// <!-- example, then
/// #expect(String(decoding: text, as: UTF8.self) == #"{"id":"b7-2","type":"gap","lost":2}"#)
/// #expect(code == nil)
/// -->
/// ```swift
/// var encoder = WebSocketMessageEncoder(profile: .resumable)
/// var text: [UInt8] = []
/// let gap = StreamEvent(trace: "run-1", sequence: 2, epoch: "b7", payload: .gap(lost: 2))
/// let code = try encoder.encode(gap, into: &text)     // {"id":"b7-2","type":"gap","lost":2}
/// ```
public struct WebSocketMessageEncoder: Sendable {
  /// What messages carry besides the events.
  public let profile: Profile
  /// The largest message in bytes; a longer one is refused.
  public let maximumMessageSize: Int

  private var connection = ConnectionState()
  /// The one stream of a connection that speaks AG-UI; apart from the others, which have none.
  private var agUI: [AGUIStream]

  /// Starts a connection on which nothing has been sent.
  public init(profile: Profile = .reference, maximumMessageSize: Int = .max) {
    self.profile = profile
    agUI = profile.agUI
    self.maximumMessageSize = maximumMessageSize
  }

  /// Appends the payload of an event's text message.
  ///
  /// - Returns: the code to close with after the message; `nil` if more events can follow.
  /// - Throws: ``StatusEncodingError``, having appended nothing; ``StatusEncodingError/Code/unrepresentable``
  ///   in ``Profile/agUI(threadID:startedAt:)``, in which an event takes several messages, as
  ///   ``encode(_:intoMessages:)-(StreamEvent,_)`` gives them.
  public mutating func encode(
    _ event: borrowing StreamEvent, into payload: inout [UInt8]
  ) throws(StatusEncodingError) -> WebSocketCloseCode? {
    try connection.check(event)
    if !agUI.isEmpty { throw StatusEncodingError(.unrepresentable, event) }
    try event.checkDepth()
    let start = payload.count
    event.appendMessage(to: &payload, profile)
    try payload.limit(event, from: start, to: maximumMessageSize)
    connection.note(event)
    return event.payload.closeCode
  }

  /// Appends the payloads of an event's text messages: one, or in
  /// ``Profile/agUI(threadID:startedAt:)`` one for each of the protocol's events.
  ///
  /// - Returns: the code to close with after the messages; `nil` if more events can follow.
  /// - Throws: ``StatusEncodingError``, having appended nothing.
  public mutating func encode(
    _ event: borrowing StreamEvent, intoMessages messages: inout [[UInt8]]
  ) throws(StatusEncodingError) -> WebSocketCloseCode? {
    if agUI.isEmpty {
      var payload: [UInt8] = []
      let code = try encode(event, into: &payload)
      messages.append(payload)
      return code
    }
    try connection.check(event)
    var output = AGUIOutput(.messages, limit: maximumMessageSize)
    try agUI[0].encode(event, to: &output)
    messages += output.messages.map { Array($0) }
    connection.note(event)
    return event.payload.closeCode
  }

  /// Whether the profile shows a state, of which a delivery has to know how it begins.
  public var needsSnapshots: Bool { !agUI.isEmpty }

  /// Appends the payloads of the messages that show how a trace stands; none where the profile does not
  /// show that.
  ///
  /// - Throws: ``StatusEncodingError`` for a trace whose events would be refused.
  public mutating func encode(
    _ snapshot: TraceSnapshot, intoMessages messages: inout [[UInt8]]
  ) throws(StatusEncodingError) {
    guard !agUI.isEmpty else { return }
    try connection.begin(with: snapshot)
    var output = AGUIOutput(.messages, limit: maximumMessageSize)
    agUI[0].encode(snapshot, to: &output)
    messages += output.messages.map { Array($0) }
  }

  /// Ends a connection before its terminal event.
  ///
  /// - Returns: the code to close with, "going away"; `nil` if the connection has ended already.
  public mutating func close() -> WebSocketCloseCode? {
    if connection.isEnded { return nil }
    connection.end()
    return .goingAway
  }
}

extension StreamEvent.Payload {
  /// The code to close a WebSocket with after this payload (RFC 6455, section 7.4.1).
  var closeCode: WebSocketCloseCode? {
    switch self {
    case .update, .gap: nil
    case .complete, .cancelled: .normalClosure
    case .failed: .internalError
    }
  }
}

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
    /// ``StreamEvent/cursor`` in the metadata, under `status-streaming`, as `id`.
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
    // Compared by its pattern, since equality would look at what the other profiles hold.
    guard case .resumable = profile else { return payload.appendTaggedJSON(to: &bytes) }
    bytes.append("{\"id\":\"")
    bytes.append(cursor: cursor)
    bytes.append(UInt8(ascii: "\""))
    let start = bytes.count
    payload.appendTaggedJSON(to: &bytes)
    // The payload's object goes on after its first member.
    bytes[start] = UInt8(ascii: ",")
  }
}
