/// Where a viewer's events go: a terminal, a response, a socket.
///
/// A monitor calls it with one operation at a time, events in sequence order. Sending is back-
/// pressure: returning means the event was accepted. After an operation has thrown, nothing more is
/// asked of the sink. A struct, a class or an actor can conform.
///
/// There is one exception. A send that throws a ``StatusEncodingError`` because the event is too large
/// or can't be represented, or a ``WebSocketEncodingError`` or ``ServerSentEventError`` of that kind,
/// has written nothing, and its connection goes on: an update becomes a gap of one with its number. A
/// terminal event is sent again without its artifacts, without its metadata, or with a shorter
/// message; an answer that is still too large is sent as a failure with the reason. Where the format
/// can't show the gap either, the update is left out, and ``Delivery/untoldLosses`` counts it.
public protocol StatusSink: SendableMetatype {
  /// Accepts one event.
  mutating func send(_ event: StreamEvent) async throws

  /// Accepts some of the events that are there together, at least the first, as one write say.
  ///
  /// What is not accepted is offered again. A call counts as a whole: of one that throws, no event
  /// was delivered, and a resume sends them all again on a new connection; so it is for a sink to
  /// accept no more at once than it would write at once. By default the first event is accepted, by
  /// ``send(_:)``.
  ///
  /// - Parameter events: at least one, oldest first.
  /// - Returns: how many were accepted, from the first on.
  mutating func send(contentsOf events: EventBatch) async throws -> Int

  /// Whether ``send(_:)-(TraceSnapshot)`` is to be called, for which a snapshot has to be made; `false` by
  /// default.
  var needsSnapshots: Bool { get }

  /// Shows how a trace stands where its events are going to begin; and, before a gap, how it stands
  /// after that. Does nothing by default.
  ///
  /// A sink over an encoder hands it to that. It is no event: a cursor does not move by it, and a
  /// delivery that resumes sends another one.
  mutating func send(_ snapshot: TraceSnapshot) async throws

  /// Shows that the connection is alive when there is nothing to send; does nothing by default.
  ///
  /// Whatever is written does: what has been waiting, say, or what was written a moment ago.
  ///
  /// After the terminal event of the connection's only trace there is nothing left to keep alive: a
  /// heartbeat that comes so late, from a timer of the server's own say, writes nothing and returns.
  mutating func heartbeat() async throws

  /// Flushes what was accepted and ends the output properly; does nothing by default.
  ///
  /// A sink that ends its output with the terminal event has nothing more to write here, and none has
  /// when it is closed once more.
  mutating func close() async throws
}

extension StatusSink {
  /// Accepts the first event.
  ///
  /// - Returns: 1, or 0 if there is none.
  @inlinable
  public mutating func send(contentsOf events: EventBatch) async throws -> Int {
    guard let event = events.first else { return 0 }
    try await send(event)
    return 1
  }

  /// No.
  public var needsSnapshots: Bool { false }

  /// Does nothing.
  public mutating func send(_ snapshot: TraceSnapshot) async throws {}

  /// Does nothing.
  public mutating func heartbeat() async throws {}

  /// Does nothing.
  public mutating func close() async throws {}
}

/// The transport under a sink: a file descriptor, a response body, a channel.
///
/// A server's writer is often not `Sendable`, so that it may be used by one task alone, and its own
/// method often leaves the caller's actor. Swift lets a method of that kind be called on a stored
/// writer only from one that has left the actor as well, so `write` is marked `@concurrent`:
///
/// <!-- example in ResponseExample -->
/// ```swift
/// struct BodyWriter: ByteWriter {
///   var response: any ResponseWriter
///
///   @concurrent mutating func write(_ bytes: [UInt8]) async throws {
///     try await response.write(bytes)
///   }
/// }
///
/// try await respond { response in
///   var sink = EventStreamSink(profile: .resumable, writer: BodyWriter(response: response))
///   _ = await StatusMonitor(buffer: buffer).deliver("run-1", to: &sink)
/// }
/// ```
///
/// A closure needs no mark:
///
/// <!-- example in ResponseExample -->
/// ```swift
/// try await respond { response in
///   var response = response
///   var sink = EventStreamSink(profile: .resumable) { try await response.write($0) }
///   _ = await StatusMonitor(buffer: buffer).deliver("run-1", to: &sink)
/// }
/// ```
///
/// Both compile with Swift's settings as they are and with `NonisolatedNonsendingByDefault`.
public protocol ByteWriter: SendableMetatype {
  /// Accepts bytes, waiting until there is room for them.
  ///
  /// Returning means accepted; after a throw the output is undefined and nothing more is written.
  /// The bytes are lent: they are valid until the call returns, and have to be copied to be kept.
  mutating func write(_ bytes: [UInt8]) async throws
}

/// A writer that is a closure, over whatever the closure captures.
///
/// It is the shortest way to a server's writer, and compiles under every setting of the language also
/// if that writer is not `Sendable`; see ``ByteWriter``.
public struct ClosureWriter: ByteWriter {
  private let body: @concurrent ([UInt8]) async throws -> Void

  /// Makes a writer.
  ///
  /// - Parameter body: accepts bytes, as ``write(_:)`` has to.
  public init(_ body: @escaping @concurrent ([UInt8]) async throws -> Void) {
    self.body = body
  }

  /// Hands the bytes to the closure.
  ///
  /// - Throws: what the closure throws.
  @concurrent
  public mutating func write(_ bytes: [UInt8]) async throws {
    try await body(bytes)
  }
}

extension EncodingSink where Writer == ClosureWriter {
  /// Makes a sink of a fresh encoder and a closure that accepts what it has encoded.
  public init(encoder: Encoder, write: @escaping @concurrent ([UInt8]) async throws -> Void) {
    self.init(encoder: encoder, writer: ClosureWriter(write))
  }
}

extension EncodingSink where Encoder == EventStreamEncoder, Writer == ClosureWriter {
  /// Makes a sink for a response body of which a closure accepts the bytes.
  public init(
    profile: EventStreamEncoder.Profile,
    write: @escaping @concurrent ([UInt8]) async throws -> Void
  ) {
    self.init(encoder: EventStreamEncoder(profile: profile), write: write)
  }
}
