/// Where a viewer's events go: a terminal, a response, a socket.
///
/// A monitor calls it with one operation at a time, events in sequence order. Sending is back-
/// pressure: returning means the event was accepted. After an operation has thrown, nothing more is
/// asked of the sink. A struct, a class or an actor can conform.
public protocol StatusSink: SendableMetatype {
  /// Accepts one event.
  mutating func send(_ event: StreamEvent) async throws

  /// Shows that the connection is alive when there is nothing to send; does nothing by default.
  mutating func heartbeat() async throws

  /// Flushes what was accepted and ends the output properly; does nothing by default.
  ///
  /// A sink that ends its output with the terminal event has nothing more to write here.
  mutating func close() async throws
}

extension StatusSink {
  /// Does nothing.
  public mutating func heartbeat() async throws {}

  /// Does nothing.
  public mutating func close() async throws {}
}
