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
  /// The place of its run in the record of a world.
  private let run: Int?
  /// Whether it may say nothing for long once a read or a send has failed for one of its viewers.
  private let mayRest: Bool
  private let state = Lock(State())

  init(
    _ trace: TraceID, _ script: AgentScript, in buffer: StatusBuffer, on stage: Stage,
    into recorder: Recorder<DeliveryRecording>, isFollowed: Bool,
    run: Int? = nil, mayRest: Bool = false
  ) {
    self.trace = trace
    self.script = script
    self.buffer = buffer
    self.stage = stage
    self.recorder = recorder
    self.isFollowed = isFollowed
    self.run = run
    self.mayRest = mayRest
  }

  /// Lets it begin, unless it has.
  func start() {
    let isFirst = state.withLock { state in
      defer { state.hasStarted = true }
      return !state.hasStarted
    }
    guard isFirst else { return }
    _ = stage.spawn("agent of \(trace)") { await self.work() }
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

  /// Publishes what there is to say; its trace may be removed meanwhile.
  private func work() async {
    var failure: (any Error)?
    do {
      try await publish()
    } catch {
      failure = error
    }
    if let run { recorder.update { $0.runs[run].hasEnded = true } }
    let waiters = state.withLock { [failure] state in
      state.result =
        switch script.outcome {
        case _ where failure != nil: .failure(failure ?? CancellationError())
        case .complete(let answer): .success(answer)
        case .failed(let message): .failure(StatusFailure(message))
        case .cancelled: .failure(CancellationError())
        }
      return state.waiters
    }
    for waiter in waiters { waiter.finish() }
  }

  private func publish() async throws {
    var mayRest = mayRest
    for line in script.lines {
      try await rest(&mayRest)
      try await stage.clock.sleep(for: line.pause)
      for update in line.updates {
        let number = try buffer.append(update, to: trace)
        recorder.update { recording in
          if let run { recording.runs[run].publishedCount += 1 }
          if isFollowed { recording.publishedCount += 1 }
        }
        note(number, .update(update))
      }
    }
    try await rest(&mayRest)
    let number = try buffer.finish(trace, with: script.outcome)
    if let run { recorder.update { $0.runs[run].isFinished = true } }
    note(number, script.outcome.payload)
  }

  /// Says nothing for long, once and half of the time, when something has failed: what a loop has begun
  /// then may still be going on, and meet what comes after minutes.
  private func rest(_ mayRest: inout Bool) async throws {
    guard mayRest, let run, recorder.update({ $0.hasFailure(in: run) }) else { return }
    mayRest = false
    if stage.next(below: 2) == 0 { return }
    try await stage.clock.sleep(for: stage.silence(longOnceIn: 100))
  }

  private func note(_ number: SequenceNumber, _ payload: StreamEvent.Payload) {
    let event = StreamEvent(trace: trace, sequence: number, payload: payload)
    let end = payload.isTerminal ? ", its end, and returns" : ""
    let agent = run == nil ? "the agent" : "the agent of \(trace)"
    recorder.note(
      at: stage.clock.now, "\(agent) publishes \(SeenEvent(event))\(end)",
      Drawing(
        in: "agent of \(trace)", event.kind, "#\(number)", published: [Drawing.Publication(event)]))
  }
}
