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
