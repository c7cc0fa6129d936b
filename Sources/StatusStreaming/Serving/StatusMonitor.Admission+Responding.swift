extension StatusMonitor.Admission {
  /// The HTTP status of the response: 200 if there is something to deliver, else that of the answer.
  public var status: Int {
    switch self {
    case .viewing: 200
    case .answer(let answer): answer.status
    }
  }

  /// The names and values of the response's headers, those of an event stream or of the answer.
  public var headers: [(String, String)] {
    switch self {
    case .viewing: EventStreamHTTP.headers
    case .answer(let answer): answer.headers
    }
  }

  /// Writes the response's body to an output that is lent: the events as an event stream, or the line
  /// that says why there are none.
  ///
  /// With ``status`` and ``headers`` it is the whole response, for servers that lend the writer of a body,
  /// as Hummingbird does:
  ///
  /// <!-- example in ResponseExample -->
  /// ```swift
  /// let admission = await StatusMonitor(buffer: buffer).admit("run-1")
  /// // Answer with admission.status and admission.headers.
  /// try await respond { body in
  ///   try await admission.deliver(over: &body, sendTimeout: .seconds(30)) { try await $0.write($1) }
  ///   try await body.finish()
  /// }
  /// ```
  ///
  /// It delivers as ``StatusMonitor/Viewing/deliver(to:sendTimeout:closeTimeout:)`` does with a sink that is
  /// lent.
  ///
  /// - Parameters:
  ///   - output: what is written to, by one task at a time, as that of the caller waits.
  ///   - encoder: a fresh encoder.
  ///   - sendTimeout: how long a send or a heartbeat may take before the delivery ends
  ///     ``DeliveryEnding/sinkStalled``. Less than a millisecond counts as one; `nil`, a century and
  ///     more as for ever.
  ///   - closeTimeout: how long closing may take, likewise.
  ///   - write: accepts bytes, as ``ByteWriter/write(_:)`` has to.
  /// - Returns: what became of the delivery; `nil` if there was none.
  /// - Throws: as ``Delivery/requireIntactOutput()`` where the output can't be ended properly: the server
  ///   drops the connection, which in most frameworks means that its handler throws.
  @concurrent
  @discardableResult
  public func deliver<Output>(
    over output: inout Output,
    encodedBy encoder: EventStreamEncoder = EventStreamEncoder(profile: .resumable),
    sendTimeout: Duration?, closeTimeout: Duration = .seconds(5),
    write: @escaping @concurrent @Sendable (inout Output, [UInt8]) async throws -> Void
  ) async throws -> Delivery<Cursor>? {
    switch self {
    case .viewing(let viewing):
      var sink = EncodingSink(encoder: encoder, writer: LentWriter(output: output, body: write))
      let delivery = await viewing.deliver(
        to: &sink, sendTimeout: sendTimeout, closeTimeout: closeTimeout)
      output = sink.writer.output
      try delivery.requireIntactOutput()
      return delivery
    case .answer(let answer):
      if !answer.body.isEmpty { try await write(&output, Array(answer.body.utf8)) }
      return nil
    }
  }
}

/// A writer over what somebody lends, and a closure that writes to it.
private struct LentWriter<Output>: ByteWriter {
  var output: Output
  let body: @concurrent @Sendable (inout Output, [UInt8]) async throws -> Void

  @concurrent
  mutating func write(_ bytes: [UInt8]) async throws {
    try await body(&output, bytes)
  }
}

extension StatusMonitor.Admission {
  /// Delivers to a client that was let in to its WebSocket while reading from it, and sees the connection
  /// to its end; or tells the client by Close why there is nothing to deliver.
  ///
  /// For servers that frame for themselves it is what
  /// ``WebSocketSession/run(reading:closeTimeout:clock:handling:delivering:)`` is on a raw transport. A
  /// client that goes, with Close or without, cancels the delivery, which might not notice it as long as
  /// there is nothing to send, so the sink needs no ping of its own where the server pings. After Close the
  /// client is given time to answer it (RFC 6455, section 7.1.1).
  ///
  /// <!-- example in SocketExample, then #expect(delivery != nil) -->
  /// ```swift
  /// let sink = WebSocketMessageSink(profile: .resumable) { text in
  ///   try await outbound.write(.text(text))
  /// } closing: { code, reason in
  ///   try await outbound.close(.init(codeNumber: Int(code.rawValue)), reason: reason)
  /// }
  /// let delivery = try await StatusMonitor(buffer: buffer).admit("run-1")
  ///   .deliver(to: sink, reading: inbound, sendTimeout: .seconds(30)) { try await channel.close() }
  /// ```
  ///
  /// After a sink that has stalled or failed the connection is dropped, and nobody is waited for. If the
  /// task is cancelled, so are the delivery and the reading; a buffer that drains ends the delivery in a
  /// better way.
  ///
  /// - Parameters:
  ///   - sink: where the events go.
  ///   - input: the messages of the client; its end, or its error, is the client's.
  ///   - sendTimeout: how long a send or a heartbeat may take, as for
  ///     ``StatusMonitor/Viewing/deliver(to:sendTimeout:closeTimeout:)``.
  ///   - closeTimeout: how long closing may take, likewise, and then the client's answer.
  ///   - clock: what the wait for that answer is measured with.
  ///   - handle: what to do with the client's messages; nothing by default.
  ///   - drop: drops the connection, of which the output can't be ended properly.
  /// - Returns: what became of the delivery; `nil` if there was none.
  /// - Throws: what the sink's closing throws, of a client to whom there is nothing to deliver; what `drop`
  ///   throws.
  @discardableResult
  public func deliver<Input: AsyncSequence & Sendable, AnswerClock: Clock>(
    to sink: sending WebSocketMessageSink, reading input: Input, sendTimeout: Duration? = nil,
    closeTimeout: Duration = .seconds(5), clock: AnswerClock = ContinuousClock(),
    handling handle: @escaping @Sendable (Input.Element) async -> Void = { _ in },
    dropping drop: () async throws -> Void
  ) async throws -> Delivery<Cursor>? where AnswerClock.Duration == Duration {
    let sink = Sent(sink)
    let delivery = try await runConnection(
      reading: { do { for try await message in input { await handle(message) } } catch {} },
      closeTimeout: closeTimeout, clock: clock
    ) {
      do {
        let delivery = try await deliver(closing: sink, sendTimeout, closeTimeout)
        return Result<_, any Error>.success(delivery)
      } catch {
        return .failure(error)
      }
    } closing: { result in
      guard case .success(let delivery) = result else { return false }
      return delivery.map { $0.ending.leavesOutputIntact } ?? true
    }.get()
    if let delivery, !delivery.ending.leavesOutputIntact { try await drop() }
    return delivery
  }

  /// Delivers, and closes the sink also if it was never used.
  private func deliver(
    closing sink: Sent<WebSocketMessageSink>, _ sendTimeout: Duration?, _ closeTimeout: Duration
  ) async throws -> Delivery<Cursor>? {
    guard case .viewing(let viewing) = self else {
      return try await deliver(to: sink.value, sendTimeout: sendTimeout)
    }
    // Sent on, and had back, before it is used again.
    nonisolated(unsafe) let sent = sink.value
    var (delivery, sink) = await unsafe viewing.deliver(
      to: sent, sendTimeout: sendTimeout, closeTimeout: closeTimeout)
    if delivery.ending.leavesOutputIntact { try? await sink.close() }
    return delivery
  }
}
