import StatusStreaming

/// Calls a buffer on behalf of those who write and read in a run, and records it.
struct BufferClient<Buffer: StatusBuffering>: Sendable {
  let buffer: Buffer
  let stage: Stage
  let recorder: Recorder<BufferRecording>

  func open(_ trace: TraceID, by caller: String = "the agent") async {
    await call(caller, trace, .open) {
      try await buffer.open(trace)
      return .done
    }
  }

  func append(_ update: StatusUpdate, to trace: TraceID, by caller: String = "the agent") async {
    await call(caller, trace, .append(update)) {
      .number(try await buffer.append(update, to: trace).rawValue)
    }
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
  ) async -> [Sighting] {
    let answer = await call(viewer, trace, .read(after: cursor, limit: limit)) {
      let events = try await buffer.events(
        of: trace, after: Cursor(SequenceNumber(rawValue: cursor), in: buffer.epoch), limit: limit)
      return .events(events.map { Sighting($0) })
    }
    if case .events(let events) = answer { return events }
    return []
  }

  func read(_ trace: TraceID, afterOther cursor: Cursor, by viewer: String) async {
    await call(viewer, trace, .readElsewhere(after: cursor)) {
      .events(try await buffer.events(of: trace, after: cursor, limit: .max).map { Sighting($0) })
    }
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

  /// Whether the last call was refused.
  var isRefused: Bool { recorder.recording.calls.last?.error != nil }

  @discardableResult
  private func call(
    _ caller: String, _ trace: TraceID, _ operation: BufferCall.Operation,
    _ perform: () async throws -> BufferCall.Answer
  ) async -> BufferCall.Answer {
    let index = recorder.update {
      $0.begin(BufferCall(caller, trace, operation), at: stage.clock.now)
    }
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
