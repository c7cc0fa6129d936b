/// Encodes a trace as the frames of a WebSocket server (RFC 6455), for a raw transport.
///
/// The messages are those of ``WebSocketMessageEncoder``; a heartbeat is a ping.
public struct WebSocketStatusEncoder: StatusEncoder {
  private var frames: WebSocketFramer
  private var connection = ConnectionState()

  /// Starts a connection on which nothing has been sent since the handshake.
  ///
  /// - Parameters:
  ///   - maximumFrameSize: the largest payload of a frame in bytes; a longer message is split.
  ///   - maximumMessageSize: the largest message in bytes; a longer one is refused.
  public init(maximumFrameSize: Int = .max, maximumMessageSize: Int = .max) {
    frames = WebSocketFramer(
      maximumFrameSize: maximumFrameSize, maximumMessageSize: maximumMessageSize)
  }

  /// Appends the event's text message and, if it is terminal, Close.
  public mutating func encode(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    try connection.check(event)
    try Self.append(event, to: &bytes, by: &frames)
    connection.note(event)
  }

  private static func append(
    _ event: borrowing StreamEvent, to bytes: inout [UInt8], by frames: inout WebSocketFramer
  ) throws(StatusEncodingError) {
    try event.checkDepth()
    do throws(WebSocketEncodingError) {
      try frames.text(into: &bytes) { event.payload.appendTaggedJSON(to: &$0) }
      if let code = event.payload.closeCode { try frames.close(code, into: &bytes) }
    } catch {
      throw StatusEncodingError(StatusEncodingError.Code(error.code), event)
    }
  }

  /// Appends a ping without payload; nothing once the connection has ended.
  public mutating func encodeHeartbeat(into bytes: inout [UInt8]) {
    // The one refusal there is: nothing may follow Close.
    try? frames.ping(into: &bytes)
  }

  /// Appends Close with "going away", unless the terminal event's Close has been sent.
  public mutating func encodeClose(into bytes: inout [UInt8]) {
    try? frames.close(.goingAway, into: &bytes)
    connection.end()
  }
}

extension WebSocketStatusEncoder: SharingEncoder {
  /// The sizes by which messages are split and refused; a server's frames have no mask.
  public var sharedFormat: SharedFormat? {
    SharedFormat(Self.self, limits: (frames.maximumFrameSize, frames.maximumMessageSize))
  }

  /// Appends the event's frames, with Close if it is terminal.
  public func encodeShared(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    try event.checkNumbers()
    var frames = WebSocketFramer(
      maximumFrameSize: frames.maximumFrameSize, maximumMessageSize: frames.maximumMessageSize)
    try Self.append(event, to: &bytes, by: &frames)
  }

  /// Appends nothing.
  public mutating func encodeOwn(
    _ event: borrowing StreamEvent, around sharedSize: Int, prefix: inout [UInt8],
    suffix: inout [UInt8]
  ) throws(StatusEncodingError) {
    try connection.check(event)
    if event.payload.isTerminal { frames.phase = .closed }
    connection.note(event)
  }
}

extension StatusEncodingError.Code {
  /// What a frame encoder's refusal of a text message means: the others can't come from one.
  fileprivate init(_ code: WebSocketEncodingError.Code) {
    if case .messageTooLarge(let size, let limit) = code {
      self = .tooLarge(size: size, limit: limit)
    } else {
      self = .ended
    }
  }
}
