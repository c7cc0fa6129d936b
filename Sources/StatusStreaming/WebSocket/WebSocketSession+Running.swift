extension WebSocketSession {
  /// Delivers to the client while reading from it, and sees the connection to its end.
  ///
  /// <!-- example in SocketExample, then #expect(session.isClosed && delivery.cursor.number >= 0) -->
  /// ```swift
  /// let session = WebSocketSession(writer: output)
  /// let monitor = StatusMonitor(buffer: buffer, heartbeatInterval: .seconds(15))
  /// let delivery = await session.run(reading: input) {
  ///   var sink = session
  ///   return await monitor.deliver("run-1", to: &sink)
  /// }
  /// // The server closes the transport.
  /// ```
  ///
  /// A client that goes, with Close or without, cancels the delivery, which might not notice it as long
  /// as there is nothing to send. After the delivery Close is written, if it was not, and the client is
  /// given time to answer with its own (RFC 6455, section 7.1.1). If the task is cancelled, both are, and
  /// nobody is waited for; a buffer that drains ends the delivery in a better way.
  ///
  /// - Parameters:
  ///   - input: the bytes of the client, in chunks cut anywhere; its end, or its error, is the client's.
  ///   - closeTimeout: how long to wait for the client's Close after the server's.
  ///   - clock: what that is measured with.
  ///   - handle: what to do with the client's messages; nothing by default.
  ///   - deliver: delivers to the session as a sink.
  /// - Returns: what `deliver` returns.
  public func run<Input: AsyncSequence & Sendable, Result: Sendable, C: Clock>(
    reading input: Input, closeTimeout: Duration = .seconds(5), clock: C = ContinuousClock(),
    handling handle: @escaping @Sendable (WebSocketConnection.Event) async -> Void = { _ in },
    delivering deliver: @escaping @Sendable () async -> Result
  ) async -> Result where Input.Element == [UInt8], C.Duration == Duration {
    await runConnection(
      reading: { _ = try? await self.receive(from: input, handling: handle) },
      closeTimeout: closeTimeout, clock: clock, deliver
    ) { _ in
      try? await self.close()
      return !self.isClosed
    }
  }
}
