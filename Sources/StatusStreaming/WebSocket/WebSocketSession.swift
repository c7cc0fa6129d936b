internal import StateLocking

/// A WebSocket's connection with its transport: the sink of a viewer, and what reads from the viewer.
///
/// Two tasks use it: one delivers to it as a sink, the other hands it what the client sends. Whatever
/// is written goes through one place, a write at a time, each of whole messages: an answer to a ping
/// comes before or after an event, never inside. An answer that comes due while a write is in progress
/// is written after it; the reader does not wait for that.
///
/// <!-- example in SocketExample, then
/// expectEnd(of: delivery)
/// #expect(closure.code == .normalClosure && session.isClosed)
/// -->
/// ```swift
/// let session = WebSocketSession(writer: output)
/// var sink = session
/// let delivery = await StatusMonitor(buffer: buffer).deliver("run-1", to: &sink)
/// // Meanwhile, in another task: answers pings, and reads until the client's Close.
/// let closure = try await session.receive(from: input)
/// ```
///
/// ``run(reading:closeTimeout:clock:handling:delivering:)`` ties the two tasks together: a client that goes
/// ends the delivery, and after a delivery the client is given time to answer Close.
///
/// A send after the end of the client's side throws the ``WebSocketClosure``, so that a delivery ends
/// with ``DeliveryEnding/sinkFailed(_:)`` and says why. The writer is `Sendable`, since either task may
/// come to use it; they never do at the same time.
public final class WebSocketSession<Writer: ByteWriter & Sendable>: StatusSink, Sendable {
  private struct State: Sendable {
    var connection: WebSocketConnection
    /// `nil` while somebody writes.
    var writer: Writer?
    var failure: (any Error)?
    /// Whether the server has told the client to go, whatever there is to send.
    var isDismissed = false
    var cancelDelivery: (@Sendable () -> Void)?
  }

  private let state: Signal<State>

  /// Makes the session of a connection after its handshake.
  ///
  /// - Parameters:
  ///   - connection: a fresh connection, with the profile and the limits.
  ///   - writer: takes the bytes for the client.
  public init(connection: WebSocketConnection = WebSocketConnection(), writer: Writer) {
    state = Signal(State(connection: connection, writer: writer))
  }

  /// How the client's side ended; `nil` as long as it has not.
  public var closure: WebSocketClosure? { state.withState { $0.connection.closure } }

  /// Whether the transport can be closed: nothing more is to be read or written.
  public var isClosed: Bool {
    state.withState { state in
      state.failure != nil || (state.connection.isClosed && state.writer != nil)
    }
  }

  // MARK: Sending

  /// Encodes and writes an event.
  ///
  /// - Throws: ``WebSocketClosure`` once the client's side has ended; ``StatusEncodingError`` before
  ///   anything is written; what the writer throws, then and ever after; `CancellationError` if the task
  ///   is cancelled while it waits for another write to end.
  public func send(_ event: StreamEvent) async throws {
    try await write { connection, bytes in try connection.encode(event, into: &bytes) }
  }

  /// Encodes events up to about 64 KiB and writes them at once; as many as come before one that is
  /// refused.
  ///
  /// - Returns: how many were written.
  /// - Throws: as ``send(_:)-(StreamEvent)``, for the first event.
  public func send(contentsOf events: EventBatch) async throws -> Int {
    try await write { connection, bytes in try connection.encode(events, into: &bytes) }
  }

  /// Whether the connection's encoder shows a state.
  public var needsSnapshots: Bool { state.withState { $0.connection.needsSnapshots } }

  /// Encodes and writes how a trace stands.
  ///
  /// - Throws: as ``send(_:)-(StreamEvent)``.
  public func send(_ snapshot: TraceSnapshot) async throws {
    try await write { connection, bytes in try connection.encode(snapshot, into: &bytes) }
  }

  /// Writes a ping; nothing once the terminal event or Close was written, also if the client has
  /// answered it.
  ///
  /// - Throws: as ``send(_:)-(StreamEvent)``.
  public func heartbeat() async throws {
    if state.withState({ $0.connection.isServerFirst }) { return }
    try await write { connection, bytes in connection.encodeHeartbeat(into: &bytes) }
  }

  /// Writes Close with "going away", unless Close has been written.
  ///
  /// Where the client's side has ended there is nothing to say, and nothing is thrown.
  public func close() async throws {
    try await writeClose(.goingAway, "")
  }

  /// Writes Close with a code, unless Close has been written; the client then answers with its own.
  ///
  /// A delivery by ``run(reading:closeTimeout:clock:handling:delivering:)`` is cancelled by it, since nothing may
  /// follow, also where the transport is broken; the client is given its time to answer.
  ///
  /// - Parameters:
  ///   - code: why the connection ends: 1000 if all is said, 1001 if the server goes away, 1008 if the
  ///     viewer may watch no longer, 1011 if the server has failed; `nil` says nothing.
  ///   - reason: text for the client's logs, which is cut at 123 bytes; it needs a code.
  /// - Throws: ``WebSocketEncodingError`` for a code that may not be sent, or a reason without a code;
  ///   else as ``send(_:)-(StreamEvent)``.
  public func close(_ code: WebSocketCloseCode?, reason: String = "") async throws {
    do {
      try await writeClose(code, reason)
    } catch {
      if state.withState({ $0.failure != nil }) { dismiss() }
      throw error
    }
    dismiss()
  }

  /// Lets go of the client: nothing can follow.
  private func dismiss() {
    let cancelDelivery = state.withState { state in
      state.isDismissed = true
      return state.cancelDelivery
    }
    cancelDelivery?()
  }

  private func writeClose(_ code: WebSocketCloseCode?, _ reason: String) async throws {
    do {
      try await write { connection, bytes in
        try connection.encodeClose(code, reason: reason, into: &bytes)
      }
    } catch is WebSocketClosure {
      return
    }
  }

  private func write<Result: Sendable>(
    _ encode: (inout WebSocketConnection, inout [UInt8]) throws -> Result
  ) async throws -> Result {
    let writer = try await takeWriter()
    var bytes: [UInt8] = []
    let result = state.withState { state in
      let result = Swift.Result<Result, any Error> {
        if let closure = state.connection.closure { throw closure }
        return try encode(&state.connection, &bytes)
      }
      state.connection.encodeAnswers(into: &bytes)
      return result
    }
    try await write(bytes, to: writer)
    return try result.get()
  }

  /// Waits until nobody else writes.
  private func takeWriter() async throws -> Writer {
    var parker: Parker?
    while true {
      let writer = try state.withState { state in
        if let failure = state.failure { throw failure }
        return state.writer.take()
      }
      if let writer { return writer }
      try Task.checkCancellation()
      let place = parker ?? Parker()
      parker = place
      await state.wait(in: place) { $0.writer != nil || $0.failure != nil }
    }
  }

  /// Writes bytes, and then whatever has come due meanwhile.
  private func write(_ bytes: [UInt8], to writer: Writer) async throws {
    var writer = writer
    var bytes: [UInt8]? = bytes
    while let due = bytes {
      do {
        if !due.isEmpty { try await writer.write(due) }
      } catch {
        state.change { $0.failure = error }
        throw error
      }
      bytes = state.change { [writer] state in
        var answers: [UInt8] = []
        state.connection.encodeAnswers(into: &answers)
        if answers.isEmpty { state.writer = writer }
        return answers.isEmpty ? nil : answers
      }
    }
  }

  // MARK: Receiving

  /// Takes the next bytes of the client, cut anywhere, and writes what they ask for unless a write is
  /// in progress, which then does so.
  ///
  /// - Returns: what they complete, in order.
  /// - Throws: what the writer throws, then and ever after.
  public func receive(_ bytes: [UInt8]) async throws -> [WebSocketConnection.Event] {
    let (events, writer) = try state.withState { state in
      if let failure = state.failure { throw failure }
      let events = state.connection.receive(bytes)
      return (events, state.connection.hasAnswers ? state.writer.take() : nil)
    }
    if let writer { try await write([], to: writer) }
    return events
  }

  /// Takes the end of the client's bytes, after which every send throws.
  public func receiveEnd() {
    state.withState { _ = $0.connection.receiveEnd() }
  }

  /// Reads until the client's side has ended, and answers what has to be answered.
  ///
  /// - Parameters:
  ///   - input: the bytes of the client, in chunks cut anywhere.
  ///   - handle: what to do with its messages; nothing by default.
  /// - Returns: how it ended.
  /// - Throws: what the writer throws, or the input, which is the end of the client's side too;
  ///   `CancellationError` if the task is cancelled, which is not: Close can still be sent.
  public func receive<Input: AsyncSequence>(
    from input: Input, handling handle: (WebSocketConnection.Event) async -> Void = { _ in }
  ) async throws -> WebSocketClosure where Input.Element == [UInt8] {
    do {
      for try await bytes in input {
        for event in try await receive(bytes) {
          if case .end(let closure) = event { return closure }
          await handle(event)
        }
      }
    } catch {
      if !Task.isCancelled { receiveEnd() }
      throw error
    }
    try Task.checkCancellation()
    receiveEnd()
    return closure ?? WebSocketClosure(.lost, 1006, "")
  }
}

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
  /// A client that goes, with Close or without, or is told to by ``close(_:reason:)``, cancels the
  /// delivery, which might not notice it as long as there is nothing to send. After the delivery Close is
  /// written, if it was not, and the client is given time to answer with its own (RFC 6455, section
  /// 7.1.1). If the task is cancelled, both are, and nobody is waited for; a buffer that drains ends the
  /// delivery in a better way.
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
      closeTimeout: closeTimeout, clock: clock,
      { await self.cancellingAtDismissal(deliver) }
    ) { _ in
      try? await self.close()
      return !self.isClosed
    }
  }
}

extension WebSocketSession {
  /// Runs an operation in a task of its own, which is cancelled with the caller's, and when the server tells
  /// the client to go.
  private func cancellingAtDismissal<Result: Sendable>(
    _ operation: @escaping @Sendable () async -> Result
  ) async -> Result {
    let task = Task(executorPreference: currentTaskExecutor()) { await operation() }
    let isDismissed = state.withState { state in
      state.cancelDelivery = { task.cancel() }
      return state.isDismissed
    }
    if isDismissed { task.cancel() }
    return await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
  }
}

/// Delivers to a client while something reads from it, and sees the connection to its end.
///
/// A client that goes cancels the delivery. After the delivery the client is given time to answer Close
/// with its own (RFC 6455, section 7.1.1).
///
/// - Parameters:
///   - read: returns when the client's side has ended.
///   - closeTimeout: how long to wait for that after the server's Close.
///   - clock: what that is measured with.
///   - deliver: delivers.
///   - close: writes Close, if that was not done, in the caller's task; returns whether the client can
///     still answer.
/// - Returns: what `deliver` returns.
func runConnection<Result: Sendable, C: Clock>(
  reading read: @escaping @Sendable () async -> Void, closeTimeout: Duration, clock: C,
  _ deliver: @escaping @Sendable () async -> Result,
  closing close: (Result) async -> Bool
) async -> Result where C.Duration == Duration {
  await withTaskGroup(of: Part<Result>.self) { group in
    group.addTask {
      await read()
      return .reading
    }
    group.addTask { .delivery(await deliver()) }
    var result: Result?
    for await part in group {
      guard case .delivery(let delivered) = part else {
        group.cancelAll()
        continue
      }
      result = delivered
      guard await close(delivered) else {
        group.cancelAll()
        continue
      }
      group.addTask {
        try? await clock.wait(for: closeTimeout)
        return .timeout
      }
    }
    guard let result else { preconditionFailure("a group has awaited its children") }
    return result
  }
}

/// What has ended in a connection that is delivered to and read from.
private enum Part<Result: Sendable>: Sendable {
  case reading
  case delivery(Result)
  case timeout
}
