package import ReferenceScenarios
package import StatusStreaming

/// One agent's work on a number of queries, each a trace of its own, shown as it goes.
package struct Session<C: Clock, Writer: ByteWriter & Sendable>: Sendable
where C.Duration == Duration {
  /// Who works on the queries.
  package var agent: any Agent
  /// How status updates are shown; `nil` if they are not.
  package var streaming: Streaming?
  /// What the buffer's times and the monitor's waiting go by.
  package var clock: C
  /// Where a terminal's headings and answers go, and any other sink's bytes.
  package var output: Writer
  /// Where all else goes.
  package var errors: Writer
  /// Whether the user wants it to end, which cancels the agent and lets viewers see that.
  package var isStopped: @Sendable () -> Bool

  /// Makes a session, which nobody stops unless said otherwise.
  package init(
    agent: any Agent, streaming: Streaming?, clock: C, output: Writer, errors: Writer,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    self.agent = agent
    self.streaming = streaming
    self.clock = clock
    self.output = output
    self.errors = errors
    self.isStopped = isStopped
  }

  /// Works on the queries, one after the other, whatever becomes of each.
  ///
  /// - Returns: whether each of them was answered.
  /// - Throws: what a writer throws; `CancellationError` if it was stopped, or the task is cancelled.
  package func run(_ queries: [String]) async throws -> Bool {
    let buffer = StatusBuffer(
      configuration: StatusBuffer.Configuration(epoch: streaming?.epoch), clock: clock)
    var isEachAnswered = true
    for (index, query) in queries.enumerated() {
      try checkStop()
      let number = index + 1
      if index > 0 { try await note("\n") }
      try await note("\(Self.rule)\nQuery \(number): \(query.shownOnOneLine)\n\(Self.rule)\n\n")
      let trace = try TraceID("run-\(number)")
      let outcome = try await outcome(of: query, as: trace, in: buffer)
      try checkStop()
      if streaming?.sink == .terminal { try await note("\n") }
      switch outcome {
      case .complete(let answer):
        if let route = answer.route { try await note("Route: \(route.shownOnOneLine)\n") }
        try await note("Answer: \(answer.text.shownOnOneLine)\n")
      case .failed(let message):
        isEachAnswered = false
        try await report("Failed", message)
      case .cancelled(let reason):
        isEachAnswered = false
        try await report("Cancelled", reason)
      }
    }
    return isEachAnswered
  }

  private func checkStop() throws {
    try Task.checkCancellation()
    if isStopped() { throw CancellationError() }
  }

  /// Runs the agent and shows what it says until its trace has ended.
  private func outcome(
    of query: String, as trace: TraceID, in buffer: StatusBuffer
  ) async throws -> TraceOutcome {
    // The viewer ends with the trace, not with the agent's task; one that can't go on ends both.
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { await work(on: query, as: trace, in: buffer) }
      if let streaming {
        group.addTask { try await show(trace, of: buffer, as: streaming) }
      }
    }
    try Task.checkCancellation()
    return try buffer.outcome(of: trace)
  }

  private func work(on query: String, as trace: TraceID, in buffer: StatusBuffer) async {
    await withTaskGroup { group in
      group.addTask {
        // How it ends is the trace's last event, here as for every viewer.
        _ = try? await buffer.withTrace(trace) { publisher in
          try await agent.run(query: query, publishing: publisher)
        }
      }
      group.addTask {
        while !isStopped() {
          do { try await clock.sleep(for: .milliseconds(10)) } catch { return }
        }
      }
      await group.next()
      group.cancelAll()
    }
  }

  private func show(
    _ trace: TraceID, of buffer: StatusBuffer, as streaming: Streaming
  ) async throws {
    switch streaming.sink {
    case .terminal:
      let encoder = TerminalEncoder(showsTimes: streaming.showsTimes)
      try await deliver(trace, of: buffer, to: EncodingSink(encoder: encoder, writer: errors))
    case .sse:
      try await deliver(
        trace, of: buffer, to: EventStreamSink(profile: streaming.profile, writer: output))
    case .websocket:
      let profile: WebSocketMessageEncoder.Profile =
        switch streaming.profile {
        case .reference: .reference
        case .resumable: .resumable
        case .agUI(let threadID, let startedAt): .agUI(threadID: threadID, startedAt: startedAt)
        }
      try await deliver(trace, of: buffer, to: WebSocketSink(profile: profile, writer: output))
    case .jsonl:
      try await deliver(trace, of: buffer, to: JSONLinesSink(writer: output))
    }
  }

  private func deliver(
    _ trace: TraceID, of buffer: StatusBuffer, to sink: some StatusSink
  ) async throws {
    var sink = sink
    let monitor = StatusMonitor(
      buffer: buffer, wakeup: streaming?.pollInterval.map { .polling(every: $0) } ?? .onAppend,
      clock: clock)
    let cursor = streaming?.resumeAfter ?? .zero
    try await awaitEvent(cursor.number, of: trace, in: buffer)
    switch await monitor.deliver(trace, after: cursor, to: &sink).ending {
    case .finished: break
    case .cancelled, .draining, .sinkStalled: throw CancellationError()
    case .sinkFailed(let error): throw error
    case .bufferFailed(let error as BufferError) where error.code == .cursorAhead:
      throw UsageError("--resume-after \(cursor): the stream has no event of that number")
    case .bufferFailed(let error): throw error
    }
  }

  /// Waits until an event is there, or all events are: the viewer who resumes after it has it from
  /// an earlier connection, but the agent begins anew.
  private func awaitEvent(
    _ number: SequenceNumber, of trace: TraceID, in buffer: StatusBuffer
  ) async throws {
    if number == .zero { return }
    for try await event in buffer.events(of: trace) where event.sequence >= number { return }
  }

  /// Says why a query has no answer.
  private func report(_ ending: String, _ message: String) async throws {
    var errors = errors
    try await errors.write(Array("\(ending): \(message.shownOnOneLine)\n".utf8))
  }

  /// Writes a part of what surrounds the updates.
  private func note(_ text: String) async throws {
    let isWire = streaming.map { $0.sink != .terminal } ?? false
    var writer = isWire ? errors : output
    try await writer.write(Array(text.utf8))
  }

  private static var rule: String { String(repeating: "=", count: 80) }
}

extension StatusBuffer {
  /// How a trace has ended.
  fileprivate func outcome(of trace: TraceID) throws -> TraceOutcome {
    switch try events(of: trace, after: .zero, limit: .max).last?.payload {
    case .complete(let answer): .complete(answer)
    case .failed(let message): .failed(message: message)
    case .cancelled(let reason): .cancelled(reason: reason)
    case .update, .gap, nil: throw BufferError(.unknownTrace, trace: trace, context: "it is open")
    }
  }
}
