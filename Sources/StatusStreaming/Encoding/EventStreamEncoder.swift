/// Encodes a trace as a stream of server-sent events (HTML Living Standard, section 9.2).
///
/// A server answers a client that comes with a `Last-Event-ID` by delivering from
/// ``SequenceNumber/init(lastEventID:)`` on; one that has the terminal event already it answers with
/// status 204, since an `EventSource` reconnects for ever otherwise.
public struct EventStreamEncoder: StatusEncoder {
  /// What the stream carries besides the updates.
  public let profile: Profile
  /// How long a client waits before it reconnects, said within the first event of a resumable
  /// stream and cut to whole milliseconds; `nil` leaves it to the client.
  public let reconnectionTime: Duration?
  /// The largest event in bytes, everything in its block included.
  public let maximumEventSize: Int

  private var connection = ConnectionState()

  /// Starts a response body to which nothing has been written.
  ///
  /// - Precondition: the reconnection time is not negative.
  public init(
    profile: Profile, reconnectionTime: Duration? = .seconds(3), maximumEventSize: Int = .max
  ) {
    if let reconnectionTime {
      precondition(reconnectionTime >= .zero, "the reconnection time is \(reconnectionTime)")
    }
    self.profile = profile
    self.reconnectionTime = reconnectionTime
    self.maximumEventSize = maximumEventSize
  }

  /// Appends the event's block; a terminal event of ``Profile/reference`` takes no bytes.
  public mutating func encode(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    try connection.check(event)
    switch (profile, event.payload) {
    case (.reference, .update):
      try append(ServerSentEvent(), event, .reference, to: &bytes)
    case (.reference, .gap):
      throw StatusEncodingError(.unrepresentable, event)
    case (.reference, .complete), (.reference, .failed):
      break
    case (.resumable, _):
      let block = ServerSentEvent(
        event: event.payload.kind.description, id: event.sequence.description,
        retry: connection.isFresh ? reconnectionTime.map { Int($0 / .milliseconds(1)) } : nil)
      try append(block, event, .portable, to: &bytes)
    }
    connection.note(event)
  }

  private func append(
    _ block: ServerSentEvent, _ event: borrowing StreamEvent, _ json: JSONProfile,
    to bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    let payload = event.payload
    do {
      try block.append(to: &bytes, maximumSize: maximumEventSize) { data in
        payload.appendJSON(to: &data, profile: json)
      }
    } catch {
      // Kinds and numbers have no line breaks or NUL, so the size is all there is to refuse.
      guard case .tooLarge(let size, let limit) = error.code else { return }
      throw StatusEncodingError(.tooLarge(size: size, limit: limit), event)
    }
  }

  /// Appends a comment line to a resumable stream.
  public mutating func encodeHeartbeat(into bytes: inout [UInt8]) {
    if profile == .resumable, !connection.isEnded { ServerSentEvent.appendHeartbeat(to: &bytes) }
  }

  /// Appends nothing: the end of the body is the end of the stream.
  public mutating func encodeClose(into bytes: inout [UInt8]) {
    connection.end()
  }
}
