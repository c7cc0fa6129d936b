/// A sink over whatever sends a text message, for servers that frame for themselves, such as Hummingbird
/// and Vapor.
///
/// <!-- example in SocketExample, then expectEnd(of: delivery) -->
/// ```swift
/// var sink = WebSocketMessageSink(profile: .resumable) { text in
///   try await outbound.write(.text(text))
/// } pinging: {
///   try await outbound.write(.pong)  // Throws once the client has gone, which ends the delivery.
/// } closing: { code, reason in
///   try await outbound.close(.init(codeNumber: Int(code.rawValue)), reason: reason)
/// }
/// let delivery = await StatusMonitor(buffer: buffer).deliver("run-1", to: &sink)
/// ```
///
/// The messages are those of ``WebSocketMessageEncoder``. Returning from a closure means that the
/// message was accepted; after one has thrown nothing more is sent. The closures are called one at a
/// time, by the task that delivers.
///
/// A delivery learns that its client has gone from a closure that throws. On a trace that is silent only
/// the ping is called, so without one the delivery of a client that has gone stays until the trace
/// goes on, or until whoever reads from the connection cancels it; a server that pings by itself, as
/// Hummingbird does, closes the connection and does not tell the delivery.
public struct WebSocketMessageSink: StatusSink {
  private var encoder: WebSocketMessageEncoder
  private let sendText: (String) async throws -> Void
  private let ping: (() async throws -> Void)?
  private let sendClose: (WebSocketCloseCode, String) async throws -> Void
  private var isEnded = false

  /// Makes the sink of a connection after its handshake.
  ///
  /// - Parameters:
  ///   - profile: what messages carry besides the events.
  ///   - maximumMessageSize: the largest message in bytes; a longer one is refused.
  ///   - sendText: sends a text message.
  ///   - ping: sends a ping, or a pong that nobody has asked for, as a heartbeat; `nil` only where
  ///     something else ends the delivery of a client that has gone.
  ///   - close: sends Close with a code and a reason, which is empty here: 1000 after a run that was
  ///     completed or cancelled, 1011 after one that failed, 1001 if the connection ends before its run.
  public init(
    profile: WebSocketMessageEncoder.Profile = .reference, maximumMessageSize: Int = .max,
    sendingText sendText: @escaping (String) async throws -> Void,
    pinging ping: (() async throws -> Void)? = nil,
    closing close: @escaping (WebSocketCloseCode, String) async throws -> Void
  ) {
    encoder = WebSocketMessageEncoder(profile: profile, maximumMessageSize: maximumMessageSize)
    self.sendText = sendText
    self.ping = ping
    sendClose = close
  }

  /// Sends an event's messages and, if it is terminal, Close.
  ///
  /// - Throws: ``StatusEncodingError`` before anything is sent, or what a closure throws.
  public mutating func send(_ event: StreamEvent) async throws {
    var messages: [[UInt8]] = []
    let code = try encoder.encode(event, intoMessages: &messages)
    isEnded = code != nil
    try await send(messages)
    if let code { try await sendClose(code, "") }
  }

  /// Whether the profile shows a state.
  public var needsSnapshots: Bool { encoder.needsSnapshots }

  /// Sends the messages that show how a trace stands.
  ///
  /// - Throws: as ``send(_:)-(StreamEvent)``.
  public mutating func send(_ snapshot: TraceSnapshot) async throws {
    var messages: [[UInt8]] = []
    try encoder.encode(snapshot, intoMessages: &messages)
    try await send(messages)
  }

  private func send(_ messages: [[UInt8]]) async throws {
    for text in messages { try await sendText(String(decoding: text, as: UTF8.self)) }
  }

  /// Sends a ping, if there is a way to; nothing once the connection has ended.
  public mutating func heartbeat() async throws {
    if !isEnded { try await ping?() }
  }

  /// Sends Close with a code of the server's own and a reason as far as it fits, unless Close has been
  /// sent.
  ///
  /// - Throws: what the closing closure throws.
  public mutating func close(_ code: WebSocketCloseCode, reason: String = "") async throws {
    isEnded = true
    guard encoder.close() != nil else { return }
    // A control frame carries no more (RFC 6455, sections 5.5 and 5.5.1).
    try await sendClose(code, String(reason.prefix(maximumUTF8Count: 123)))
  }

  /// Sends Close with "going away", unless the terminal event's Close has been sent.
  public mutating func close() async throws {
    isEnded = true
    if let code = encoder.close() { try await sendClose(code, "") }
  }
}
