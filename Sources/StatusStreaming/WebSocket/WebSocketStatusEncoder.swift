/// Encodes a trace as the frames of a WebSocket server (RFC 6455), for a raw transport.
///
/// The messages are those of ``WebSocketMessageEncoder``; a heartbeat is a ping.
public struct WebSocketStatusEncoder: StatusEncoder {
  /// What messages carry besides the events.
  public let profile: WebSocketMessageEncoder.Profile

  private var frames: WebSocketFramer
  private var connection = ConnectionState()
  /// The one stream of a connection that speaks AG-UI; apart from the others, which have none.
  private var agUI: [AGUIStream]

  /// Starts a connection on which nothing has been sent since the handshake.
  ///
  /// - Parameters:
  ///   - profile: what messages carry besides the events.
  ///   - maximumFrameSize: the largest payload of a frame in bytes; a longer message is split.
  ///   - maximumMessageSize: the largest message in bytes; a longer one is refused.
  public init(
    profile: WebSocketMessageEncoder.Profile = .reference, maximumFrameSize: Int = .max,
    maximumMessageSize: Int = .max
  ) {
    self.profile = profile
    agUI = profile.agUI
    frames = WebSocketFramer(
      maximumFrameSize: maximumFrameSize, maximumMessageSize: maximumMessageSize)
  }

  /// Appends the event's text message, several with AG-UI, and, if it is terminal, Close.
  public mutating func encode(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    try connection.check(event)
    if !agUI.isEmpty { return try encodeAGUI(event, into: &bytes) }
    try Self.append(event, to: &bytes, profile, by: &frames)
    connection.note(event)
  }

  private static func append(
    _ event: borrowing StreamEvent, to bytes: inout [UInt8],
    _ profile: WebSocketMessageEncoder.Profile, by frames: inout WebSocketFramer
  ) throws(StatusEncodingError) {
    try event.checkDepth()
    do throws(WebSocketEncodingError) {
      try frames.text(into: &bytes) { event.appendMessage(to: &$0, profile) }
      if let code = event.payload.closeCode { try frames.close(code, into: &bytes) }
    } catch {
      throw StatusEncodingError(StatusEncodingError.Code(error.code), event)
    }
  }

  // Not a part of what other profiles pass through.
  @inline(never)
  private mutating func encodeAGUI(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    var output = AGUIOutput(.messages, limit: frames.maximumMessageSize)
    try agUI[0].encode(event, to: &output)
    appendFrames(of: output, to: &bytes)
    if let code = event.payload.closeCode { try? frames.close(code, into: &bytes) }
    connection.note(event)
  }

  /// Whether the profile shows a state, of which a delivery has to know how it begins.
  public var needsSnapshots: Bool { !agUI.isEmpty }

  /// Appends the messages that show how a trace stands; nothing where the profile does not show that.
  public mutating func encode(
    _ snapshot: TraceSnapshot, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    guard !agUI.isEmpty else { return }
    try connection.begin(with: snapshot)
    var output = AGUIOutput(.messages, limit: frames.maximumMessageSize)
    agUI[0].encode(snapshot, to: &output)
    appendFrames(of: output, to: &bytes)
  }

  /// Appends each message in a frame of its own, or in several.
  private mutating func appendFrames(of output: AGUIOutput, to bytes: inout [UInt8]) {
    // Of the refusals there are, size alone could meet what belongs to every connection, and has been
    // looked at; before Close nothing else is refused.
    var unlimited = WebSocketFramer(maximumFrameSize: frames.maximumFrameSize)
    for message in output.messages {
      try? unlimited.text(into: &bytes) { $0.append(contentsOf: message) }
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

  /// Appends Close with a code, unless Close has been sent.
  ///
  /// - Parameters:
  ///   - code: why the connection ends; `nil` says nothing.
  ///   - reason: text for the peer's logs, which is cut at 123 bytes; it needs a code.
  ///   - bytes: where to append.
  /// - Throws: ``WebSocketEncodingError`` for a code that may not be sent (RFC 6455, section 7.4), or a
  ///   reason without a code; the connection is then as it was.
  public mutating func encodeClose(
    _ code: WebSocketCloseCode?, reason: String = "", into bytes: inout [UInt8]
  ) throws(WebSocketEncodingError) {
    if frames.isClosed { return }
    try frames.close(code, reason: reason, into: &bytes)
    connection.end()
  }

  /// Appends the answer to a ping; nothing once the connection has ended.
  mutating func encodePong(_ payload: [UInt8], into bytes: inout [UInt8]) {
    try? frames.pong(payload, into: &bytes)
  }

  /// Whether Close was sent.
  var isClosed: Bool { frames.isClosed }
}

extension WebSocketStatusEncoder: SharingEncoder {
  /// The profile, and the sizes by which messages are split and refused; a server's frames have no
  /// mask.
  ///
  /// `nil` with AG-UI, in which bytes depend on what a connection was told before.
  public var sharedFormat: SharedFormat? {
    profile.sharedOption.map {
      SharedFormat(
        Self.self, options: $0, limits: (frames.maximumFrameSize, frames.maximumMessageSize))
    }
  }

  /// Appends the event's frames, with Close if it is terminal.
  public func encodeShared(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    try event.checkNumbers()
    if !agUI.isEmpty { throw StatusEncodingError(.unrepresentable, event) }
    var frames = WebSocketFramer(
      maximumFrameSize: frames.maximumFrameSize, maximumMessageSize: frames.maximumMessageSize)
    try Self.append(event, to: &bytes, profile, by: &frames)
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

/// A sink that writes WebSocket frames to a raw transport.
public typealias WebSocketSink<Writer: ByteWriter> = EncodingSink<WebSocketStatusEncoder, Writer>

extension EncodingSink where Encoder == WebSocketStatusEncoder {
  /// Makes a sink for a connection after its handshake.
  public init(profile: WebSocketMessageEncoder.Profile = .reference, writer: Writer) {
    self.init(encoder: WebSocketStatusEncoder(profile: profile), writer: writer)
  }
}
