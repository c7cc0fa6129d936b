import ReferenceScenarios
import StateLocking
import StatusStreaming

/// An agent that runs once, whoever asks for it and how often.
final class RunningAgent: Sendable {
  private struct State {
    var hasStarted = false
    var result: Result<FinalAnswer, any Error>?
    var waiters: [AsyncStream<Never>.Continuation] = []
  }

  let trace: TraceID
  private let script: AgentScript
  private let buffer: StatusBuffer
  private let stage: Stage
  private let recorder: Recorder<DeliveryRecording>
  private let isFollowed: Bool
  private let state = Lock(State())

  init(
    _ trace: TraceID, _ script: AgentScript, in buffer: StatusBuffer, on stage: Stage,
    into recorder: Recorder<DeliveryRecording>, isFollowed: Bool
  ) {
    self.trace = trace
    self.script = script
    self.buffer = buffer
    self.stage = stage
    self.recorder = recorder
    self.isFollowed = isFollowed
  }

  /// Lets it begin, unless it has.
  func start() {
    let isFirst = state.withLock { state in
      defer { state.hasStarted = true }
      return !state.hasStarted
    }
    guard isFirst else { return }
    _ = stage.spawn("agent of \(trace)") { try await self.work() }
  }

  /// Lets it begin, and waits for its end.
  ///
  /// - Throws: `StatusFailure` if it fails; `CancellationError` if it is cancelled, or the waiting
  ///   task is.
  func answer() async throws -> FinalAnswer {
    start()
    await end()
    guard let result = state.withLock({ $0.result }) else { throw CancellationError() }
    return try result.get()
  }

  /// Waits until it has ended or the task is cancelled.
  func end() async {
    let end: AsyncStream<Never>? = state.withLock { state in
      guard state.result == nil else { return nil }
      let (end, waiter) = AsyncStream.makeStream(of: Never.self)
      state.waiters.append(waiter)
      return end
    }
    guard let end else { return await stage.step() }
    for await _ in end {}
  }

  private func work() async throws {
    for line in script.lines {
      try await stage.clock.sleep(for: line.pause)
      for update in line.updates {
        let number = try buffer.append(update, to: trace)
        if isFollowed { recorder.update { $0.publishedCount += 1 } }
        note(number, .update(update))
      }
    }
    note(try buffer.finish(trace, with: script.outcome), script.outcome.payload)
    let waiters = state.withLock { state in
      state.result =
        switch script.outcome {
        case .complete(let answer): .success(answer)
        case .failed(let message): .failure(StatusFailure(message))
        case .cancelled: .failure(CancellationError())
        }
      return state.waiters
    }
    for waiter in waiters { waiter.finish() }
  }

  private func note(_ number: SequenceNumber, _ payload: StreamEvent.Payload) {
    let event = StreamEvent(trace: trace, sequence: number, payload: payload)
    let end = payload.isTerminal ? ", its end, and returns" : ""
    recorder.note(at: stage.clock.now, "the agent publishes \(Sighting(event))\(end)")
  }
}
