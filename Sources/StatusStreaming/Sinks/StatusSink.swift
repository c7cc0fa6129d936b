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
