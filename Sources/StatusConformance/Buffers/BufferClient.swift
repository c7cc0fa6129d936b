import StatusStreaming

/// Calls a buffer on behalf of those who write and read in a run, and records it.
struct BufferClient<Buffer: StatusBuffering>: Sendable {
  let buffer: Buffer
  let stage: Stage
  let recorder: Recorder<BufferRecording>
  /// Whether the times of events are judged.
  var isTimed = false

  func open(_ trace: TraceID, by caller: String = "the agent") async {
    await call(caller, trace, .open) {
      try await buffer.open(trace)
      return .done
    }
  }

  /// - Returns: whether the buffer accepts it.
  @discardableResult
  func append(
    _ update: StatusUpdate, to trace: TraceID, by caller: String = "the agent"
  ) async -> Bool {
    let answer = await call(caller, trace, .append(update)) {
      .number(try await buffer.append(update, to: trace).rawValue)
    }
    if case .number = answer { return true }
    return false
  }

  func finish(
    _ trace: TraceID, with outcome: TraceOutcome, by caller: String = "the agent"
  ) async {
    await call(caller, trace, .finish(outcome)) {
      .number(try await buffer.finish(trace, with: outcome).rawValue)
    }
  }

  /// - Returns: the events; none if the buffer throws.
  @discardableResult
  func read(
    _ trace: TraceID, after cursor: Int, limit: Int = .max, by viewer: String
  ) async -> [SeenEvent] {
    let answer = await call(viewer, trace, .read(after: cursor, limit: limit)) {
      let events = try await buffer.events(
        of: trace, after: Cursor(SequenceNumber(rawValue: cursor), in: buffer.epoch), limit: limit)
      return .events(events.map { SeenEvent($0) }, times: isTimed ? events.map(\.time) : [])
    }
    if case .events(let events, _) = answer { return events }
    return []
  }

  func read(_ trace: TraceID, afterOther cursor: Cursor, by viewer: String) async {
    await call(viewer, trace, .readElsewhere(after: cursor)) {
      .events(try await buffer.events(of: trace, after: cursor, limit: .max).map { SeenEvent($0) })
    }
  }

  /// Waits for events, in a buffer that wakes those who do.
  ///
  /// - Returns: whether the viewer stays, since nobody has cancelled it meanwhile.
  func wait(for trace: TraceID, after cursor: Int, by viewer: String) async -> Bool {
    let place = Cursor(SequenceNumber(rawValue: cursor), in: buffer.epoch)
    return await wait(for: trace, at: place, .wait(after: cursor), by: viewer)
  }

  func wait(for trace: TraceID, afterOther cursor: Cursor, by viewer: String) async {
    _ = await wait(for: trace, at: cursor, .waitElsewhere(after: cursor), by: viewer)
  }

  private func wait(
    for trace: TraceID, at cursor: Cursor, _ operation: BufferCall.Operation, by viewer: String
  ) async -> Bool {
    guard let buffer = buffer as? any StatusWaking else { return false }
    let index = recorder.update { [now = stage.clock.now, isCancelled = Task.isCancelled] in
      $0.beginWait(BufferCall(viewer, trace, operation), isCancelled: isCancelled, at: now)
    }
    guard let index else { return false }
    await complete(index) {
      try await buffer.awaitEvents(of: trace, after: cursor)
      return .done
    }
    return recorder.update { $0.calls[index].cancelled == nil }
  }

  func remove(_ trace: TraceID, by caller: String = "the agent") async {
    await call(caller, trace, .remove) {
      await buffer.remove(trace)
      return .done
    }
  }

  func count(by counters: (Buffer) async -> StatusBuffer.Counters) async {
    await call("the server", "run-a", .count) { .counters(await counters(buffer)) }
  }

  /// Has something done in a task that is cancelled.
  ///
  /// - Parameter caller: who does it, as which the call is recorded.
  func perform(_ caller: String, _ operation: @escaping @Sendable (String) async -> Void) async {
    let task = stage.spawn(caller) { await operation(caller) }
    task.cancel()
    try? await task.value
  }

  /// Whether the last call was refused.
  var isRefused: Bool { recorder.recording.calls.last?.error != nil }

  @discardableResult
  private func call(
    _ caller: String, _ trace: TraceID, _ operation: BufferCall.Operation,
    _ perform: () async throws -> BufferCall.Answer
  ) async -> BufferCall.Answer {
    var call = BufferCall(caller, trace, operation)
    call.isOfCancelledTask = Task.isCancelled
    let index = recorder.update { [call] in $0.begin(call, at: stage.clock.now) }
    return await complete(index, perform)
  }

  /// Makes a call that is recorded to have begun.
  @discardableResult
  private func complete(
    _ index: Int, _ perform: () async throws -> BufferCall.Answer
  ) async -> BufferCall.Answer {
    var answer: BufferCall.Answer
    var code: BufferError.Code?
    do {
      answer = try await perform()
    } catch {
      answer = .error("\(error)")
      code = (error as? BufferError)?.code
    }
    recorder.update { [code] in $0.end(index, with: answer, code, at: stage.clock.now) }
    return answer
  }
}
