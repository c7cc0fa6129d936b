import StateLocking
import StatusConformance
import StatusStreaming

// What becomes of an error between the work that threw it and the end that tells of it.

/// Bug: work side by side notes how it ended, and the run ends as the last that has noted something.
struct NotingOutcomesAgent: PublishingAgent {
  /// What all work writes to.
  private final class Note: Sendable {
    let outcome = Lock<TraceOutcome?>(nil)
  }

  let run: AgentRun
  /// Whether the first failure stops the others, which then note that they were.
  let stopsOthers: Bool
  private let note = Note()

  init(run: AgentRun, stopsOthers: Bool) {
    self.run = run
    self.stopsOthers = stopsOthers
  }

  func work() async throws {
    try await withThrowingTaskGroup { group in
      for number in 1...4 {
        group.addTask {
          do {
            try await step(number)
          } catch {
            let message = (error as? StatusFailure)?.message ?? "agent failed"
            let outcome: TraceOutcome =
              Task.isCancelled ? .cancelled(reason: "stopped") : .failed(message: message)
            note.outcome.withLock { $0 = outcome }
            throw error
          }
        }
      }
      if stopsOthers {
        while try await group.next() != nil {}
      } else {
        try await group.waitForAll()
      }
    }
  }

  func fail(_ error: any Error) {
    finish(note.outcome.withLock { $0 } ?? .failed(message: "agent failed"))
  }
}

/// Bug: a cancellation within a step is taken for the agent's own, of which there is nothing to tell.
struct TrustingAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    for number in 1...3 {
      try await step(number)
      try Task.checkCancellation()
    }
  }

  func step(_ number: Int) async throws {
    publish(.step(number, .running, "Reading log \(number)"))
    do {
      try await run.work("reading log \(number)", step: number)
      publish(.step(number, .ok))
    } catch is CancellationError {
      return
    } catch {
      publish(.step(number, .error, "Log \(number) can't be read"))
      throw error
    }
  }
}

/// Bug: what came of work side by side is told in the order in which it ended, for one step after the
/// other.
struct ZippingAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    for number in 1...4 { publish(.step(number, .running)) }
    let results = await withTaskGroup { group in
      for number in 1...4 {
        group.addTask { () async -> (any Error)? in
          do {
            try await run.work("reading log \(number)", step: number)
            return nil
          } catch {
            return error
          }
        }
      }
      return await group.reduce(into: [(any Error)?]()) { $0.append($1) }
    }
    for (number, error) in zip(1..., results) {
      publish(.step(number, error == nil ? .ok : .error))
    }
    for case let error? in results { throw error }
  }
}

/// Correct: what was found until a cancellation is the answer, and the agent returns.
struct PartialAnswerAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    for number in 1...4 {
      do {
        try await step(number)
      } catch {
        if Task.isCancelled { return }
        throw error
      }
    }
  }
}
