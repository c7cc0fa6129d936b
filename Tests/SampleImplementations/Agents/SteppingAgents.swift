import StateLocking
import StatusConformance
import StatusStreaming

/// Bug: a step that is quick is only reported when it is done.
struct QuickStepAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    try await step(1)
    publish(.step(2, .ok, "It was in the cache"))
  }
}

/// Bug: a `defer` ends the step that has been ended already.
struct DeferringStepAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    publish(.step(1, .running, "Reading"))
    defer { publish(.step(1, .ok, "Closed")) }
    try await run.work("reading", step: 1)
    publish(.step(1, .ok, "Done!"))
  }
}

/// Bug: only when its work fails is a step ended twice, in error and then as if all were well.
struct ContradictingAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    publish(.step(1, .running, "Reading"))
    defer { publish(.step(1, .ok, "Done!")) }
    do {
      try await run.work("reading", step: 1)
    } catch {
      publish(.step(1, .error, "It can't be read"))
      throw error
    }
  }
}

/// Bug: one variable says which step runs, also while two run side by side.
struct CurrentStepAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    let current = CurrentStep()
    try await withThrowingTaskGroup { group in
      for number in 1...2 {
        group.addTask {
          publish(.step(number, .running))
          current.set(number)
          try await run.work("reading log \(number)", step: number)
          publish(.step(current.get(), .ok))
        }
      }
      try await group.waitForAll()
    }
  }
}

/// Which step runs, for everyone to see.
final class CurrentStep: Sendable {
  private let number = Lock(0)

  func set(_ number: Int) { self.number.withLock { $0 = number } }

  func get() -> Int { number.withLock { $0 } }
}

/// Bug: what looks after a step's progress goes on when the step has ended.
struct LateProgressAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    try await withThrowingTaskGroup { group in
      group.addTask {
        for _ in 0..<3 {
          try await run.clock.sleep(for: .milliseconds(25))
          publish(StatusUpdate(status: .thinking, message: "At it", roadmapStepID: 1))
        }
      }
      try await step(1)
      try await group.waitForAll()
    }
  }
}

/// Bug: a query that needs no more work is answered at once, in the middle of a step.
struct EarlyReturnAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    publish(.step(1, .running, "Planning"))
    if run.query.isEmpty { return }
    try await run.work("planning", step: 1)
    publish(.step(1, .ok))
    try await step(2)
  }
}

/// Bug: steps are begun, and none is ever ended.
struct OpenStepsAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    for number in 1...6 { publish(.step(number, .running)) }
    try await run.work("all at once")
  }
}

/// Bug: a step begins to be shown when its work is done, so that its error comes out of nothing.
struct SuddenErrorAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    do {
      try await run.work("reading log 1", step: 1)
    } catch {
      publish(.step(1, .error, "Log 1 can't be read"))
      throw error
    }
    publish(.step(1, .running))
    publish(.step(1, .ok))
  }
}

/// Bug: the error of one of two steps side by side is put on the one that began last.
struct BlamingAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    let current = CurrentStep()
    do {
      try await withThrowingTaskGroup { group in
        for number in 1...2 {
          group.addTask {
            publish(.step(number, .running))
            current.set(number)
            try await run.work("reading log \(number)", step: number)
          }
        }
        try await group.waitForAll()
      }
      for number in 1...2 { publish(.step(number, .ok)) }
    } catch {
      publish(.step(current.get(), .error, "It can't be read"))
      throw error
    }
  }
}
