/// The server's end of a WebSocket after its handshake, without input or output of its own (RFC 6455).
///
/// Bytes of the client go in by ``receive(_:)``, which gives its messages; bytes for the client are
/// appended by all that encodes, in the order of the calls and in whole messages, so that no pong lands
/// within one. What the protocol asks of a server it does by itself:
///
/// - a ping is answered with its payload; of several that wait for their answer the newest alone
///   (section 5.5.3), so that a client can't make the server hold more;
/// - Close is answered with its code, after which nothing is sent (section 5.5.1);
/// - a client that breaks the protocol is told so: 1002, 1007 for text that is not UTF-8, 1009 for a
///   message that is too large (section 7.4.1).
///
/// <!-- example, then
/// #expect(messages == [.text(Array("stop".utf8))])
/// #expect(bytes == [0x8A, 0x02, 0x68, 0x69])
/// -->
/// ```swift
/// var connection = WebSocketConnection()
/// let messages = connection.receive([
///   0x89, 0x82, 0, 0, 0, 0, 0x68, 0x69,                 // ping "hi"
///   0x81, 0x84, 0, 0, 0, 0, 0x73, 0x74, 0x6F, 0x70,     // text "stop"
/// ])
/// var bytes: [UInt8] = []
/// connection.encodeAnswers(into: &bytes)                // pong "hi"
/// ```
///
/// ``WebSocketSession`` is a sink with a writer around it.
public struct WebSocketConnection: Sendable {
  /// What a client said.
  public enum Event: Sendable, Hashable {
    /// A text message, in UTF-8.
    case text([UInt8])
    /// A binary message.
    case binary([UInt8])
    /// A pong: the answer to a heartbeat, or a sign of life.
    case pong([UInt8])
    /// The end of what the client says, always the last event.
    case end(WebSocketClosure)
  }

  /// How the client's side ended; `nil` as long as it has not.
  public private(set) var closure: WebSocketClosure?

  private var encoder: WebSocketStatusEncoder
  private var frames: ClientFrameParser
  /// Whether the server's Close came before the end of the client's side.
  private(set) var isServerFirst = false
  private var unansweredPing: [UInt8]?
  private var isAnswerDue = false

  /// Starts a connection on which nothing has been sent or received since the handshake.
  ///
  /// - Parameters:
  ///   - encoder: a fresh encoder, with the profile and the sizes of what is sent.
  ///   - maximumMessageSize: the largest message of the client in bytes, over all of its fragments.
  ///     One that is larger ends the connection with 1009 before it is read.
  public init(
    encoder: WebSocketStatusEncoder = WebSocketStatusEncoder(), maximumMessageSize: Int = 65_536
  ) {
    self.encoder = encoder
    frames = ClientFrameParser(maximumMessageSize: maximumMessageSize)
  }

  /// Whether nothing more is to be read or sent, once ``encodeAnswers(into:)`` has nothing left: the
  /// transport can be closed.
  ///
  /// It is so when each end has sent its Close (section 7.1.1), after a violation of the protocol
  /// (section 7.1.7), or if the bytes ended.
  public var isClosed: Bool { closure != nil && !isAnswerDue }

  /// Whether something is to be sent that the client's bytes have asked for.
  public var hasAnswers: Bool { isAnswerDue || (unansweredPing != nil && !encoder.isClosed) }

  // MARK: Receiving

  /// Takes the next bytes of the client, cut anywhere.
  ///
  /// What they ask the server to send waits for ``encodeAnswers(into:)``. After the end of the client's
  /// side bytes are passed over.
  ///
  /// - Returns: what they complete, in order.
  public mutating func receive(_ bytes: [UInt8]) -> [Event] {
    var events: [Event] = []
    var position = 0
    do throws(ClientFrameParser.Violation) {
      while closure == nil, let received = try frames.next(in: bytes, from: &position) {
        if let event = take(received) { events.append(event) }
      }
    } catch {
      events.append(end(.violation, error.code, error.reason))
    }
    return events
  }

  /// Takes the end of the client's bytes.
  ///
  /// - Returns: the end, unless the client's side had ended before.
  public mutating func receiveEnd() -> Event? {
    guard closure == nil else { return nil }
    let event = end(.lost, 1006, "")
    // Nobody is there to read an answer.
    isAnswerDue = false
    return event
  }

  private mutating func take(_ received: ClientFrameParser.Received) -> Event? {
    switch received {
    case .text(let text): return .text(text)
    case .binary(let bytes): return .binary(bytes)
    case .pong(let payload): return .pong(payload)
    case .ping(let payload):
      if !encoder.isClosed { unansweredPing = payload }
      return nil
    case .close(let code, let reason): return end(.closed, code ?? 1005, reason)
    }
  }

  private mutating func end(
    _ cause: WebSocketClosure.Cause, _ code: WebSocketCloseCode, _ reason: String
  ) -> Event {
    let closure = WebSocketClosure(cause, code, reason)
    self.closure = closure
    frames = ClientFrameParser(maximumMessageSize: 0)
    isServerFirst = encoder.isClosed
    isAnswerDue = !isServerFirst
    return .end(closure)
  }

  // MARK: Sending

  /// Appends what the client's bytes have asked for: the pong to the newest ping, and Close.
  ///
  /// A violation is answered by Close with what was wrong as its reason, a Close by its own code.
  public mutating func encodeAnswers(into bytes: inout [UInt8]) {
    if let payload = unansweredPing { encoder.encodePong(payload, into: &bytes) }
    unansweredPing = nil
    guard isAnswerDue, let closure else { return }
    isAnswerDue = false
    let code = closure.code == 1005 ? nil : closure.code
    let reason = closure.cause == .violation ? closure.reason : ""
    // What was received as a close code may be sent as one.
    try? encoder.encodeClose(code, reason: reason, into: &bytes)
  }

  /// Appends Close with a code, unless Close has been sent; the client then answers with its own.
  ///
  /// - Parameters:
  ///   - code: why the connection ends; `nil` says nothing.
  ///   - reason: text for the client's logs, which is cut at 123 bytes; it needs a code.
  ///   - bytes: where to append.
  /// - Throws: ``WebSocketEncodingError`` for a code that may not be sent (RFC 6455, section 7.4), or a
  ///   reason without a code; the connection is then as it was.
  public mutating func encodeClose(
    _ code: WebSocketCloseCode?, reason: String = "", into bytes: inout [UInt8]
  ) throws(WebSocketEncodingError) {
    if isAnswerDue { return encodeAnswers(into: &bytes) }
    try encoder.encodeClose(code, reason: reason, into: &bytes)
    unansweredPing = nil
  }
}

extension WebSocketConnection: StatusEncoder {
  /// Appends the event's text message and, if it is terminal, Close.
  ///
  /// - Throws: ``StatusEncodingError``, with the code ``StatusEncodingError/Code/ended`` also where the
  ///   client's side has ended.
  public mutating func encode(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    if closure != nil { throw StatusEncodingError(.ended, event) }
    try encoder.encode(event, into: &bytes)
  }

  /// Appends an event with the bytes that the viewers of its trace share.
  public mutating func encode(
    _ event: borrowing StreamEvent, sharing encodings: SharedEncodings, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    if closure != nil { throw StatusEncodingError(.ended, event) }
    try encoder.encode(event, sharing: encodings, into: &bytes)
  }

  /// Whether the encoder shows a state.
  public var needsSnapshots: Bool { encoder.needsSnapshots }

  /// Appends the messages that show how a trace stands; nothing once the client's side has ended.
  public mutating func encode(
    _ snapshot: TraceSnapshot, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    if closure == nil { try encoder.encode(snapshot, into: &bytes) }
  }

  /// Appends a ping without payload; nothing once either side has ended.
  public mutating func encodeHeartbeat(into bytes: inout [UInt8]) {
    if closure == nil { encoder.encodeHeartbeat(into: &bytes) }
  }

  /// Appends Close with "going away", unless Close has been sent or the client's is to be answered.
  public mutating func encodeClose(into bytes: inout [UInt8]) {
    if isAnswerDue { return encodeAnswers(into: &bytes) }
    encoder.encodeClose(into: &bytes)
    unansweredPing = nil
  }
}
