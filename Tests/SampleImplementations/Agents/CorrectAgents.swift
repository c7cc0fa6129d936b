import StatusConformance
import StatusStreaming

/// Correct: one step that looks for logs, two side by side that read them, one that answers; a
/// query that needs no work is answered at once.
struct ParallelAgent: Sendable {
  let run: AgentRun

  func answer() async throws {
    try await run.buffer.withTrace(run.trace) { publisher in
      guard !run.query.isEmpty else { return FinalAnswer(text: "Ask me something") }
      try publisher.publish(.thinking("Planning"))
      try await step(1, "Querying logs", publisher)
      try await withThrowingTaskGroup { group in
        for number in 2...3 {
          group.addTask { try await step(number, "Reading log \(number)", publisher) }
        }
        try await group.waitForAll()
      }
      try await step(99, "Writing the answer", publisher)
      return FinalAnswer(text: "Nothing is wrong")
    }
  }

  private func step(_ number: Int, _ name: String, _ publisher: StatusPublisher) async throws {
    try publisher.publish(.step(number, .running, name))
    do {
      try await run.work(name, step: number)
    } catch {
      try publisher.publish(.step(number, .error, "\(name) failed"))
      throw error
    }
    try publisher.publish(.step(number, .ok, "Done!"))
  }
}

/// Correct: a step that fails runs once more, and a second failure is the run's.
struct RetryingAgent: Sendable {
  let run: AgentRun

  func answer() async throws {
    let log = run.log
    do {
      for number in 1...2 {
        do {
          try await step(number)
        } catch is CancellationError {
          throw CancellationError()
        } catch {
          try await step(number)
        }
      }
      log.finish(run.trace, with: .complete(FinalAnswer(text: "Nothing is wrong")))
    } catch  where Task.isCancelled {
      log.finish(run.trace, with: .cancelled(reason: "stopped"))
      throw error
    } catch let failure as StatusFailure {
      log.finish(run.trace, with: .failed(message: failure.message))
      throw failure
    } catch {
      log.finish(run.trace, with: .failed(message: "agent failed"))
      throw error
    }
  }

  private func step(_ number: Int) async throws {
    run.log.append(.step(number, .running), to: run.trace)
    do {
      try await run.work("reading log \(number)", step: number)
    } catch {
      run.log.append(.step(number, .error), to: run.trace)
      throw error
    }
    run.log.append(
      StatusUpdate(status: .thinking, message: "Almost there", roadmapStepID: number),
      to: run.trace)
    run.log.append(.step(number, .ok), to: run.trace)
  }
}
