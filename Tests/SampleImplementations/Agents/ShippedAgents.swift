import ReferenceScenarios
import StatusConformance
import StatusStreaming

/// Says every few seconds that a step goes on, until it is told to stop.
private func tick(_ number: Int, of agent: some PublishingAgent) -> RunTask<Void> {
  agent.run.spawn("the progress of step \(number)") {
    while true {
      try await agent.run.clock.sleep(for: .seconds(5))
      agent.publish(.step(number, .running, "Still reading"))
    }
  }
}

/// Says every five seconds that it goes on.
struct TickingAgent: PublishingAgent {
  let run: AgentRun
  /// Whether that ends before the step does.
  let stopsFirst: Bool

  func step(_ number: Int) async throws {
    publish(.step(number, .running))
    let ticks = tick(number, of: self)
    do {
      try await run.work("reading log \(number)", step: number)
    } catch {
      ticks.cancel()
      _ = try? await ticks.value
      publish(.step(number, .error))
      throw error
    }
    if stopsFirst {
      ticks.cancel()
      _ = try? await ticks.value
    }
    publish(.step(number, .ok))
    // Bug: the next step's work goes on beside what speaks of this one.
    if !stopsFirst {
      try await run.work("tidying up")
      ticks.cancel()
    }
  }
}

/// Bug: after ten minutes it answers with what there is, whatever goes on.
struct BudgetedAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    let start = run.clock.now
    for number in 1...4 {
      publish(.step(number, .running))
      try await run.work("reading log \(number)", step: number)
      if start.duration(to: run.clock.now) > .seconds(600) { return }
      publish(.step(number, .ok))
    }
  }
}

/// Bug: two failures open a circuit, after which the steps that were announced are not done.
struct CircuitAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    for number in 1...4 { publish(.step(number, .running)) }
    var failures = 0
    for number in 1...4 where failures < 2 {
      do {
        try await run.work("reading log \(number)", step: number)
        publish(.step(number, .ok))
      } catch is StatusFailure {
        failures += 1
        publish(.step(number, .error))
      }
    }
  }
}

/// Bug: a question that is too long is answered with an error, and no end.
struct ShortAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    guard run.query.utf8.count < 8_192 else {
      return publish(.error("The question is too long"))
    }
    do {
      try await work()
    } catch {
      fail(error)
      throw error
    }
    finish(outcome)
  }
}

/// Bug: who is stopped says so, ends, and then tells of tidying up.
struct TidyingAgent: PublishingAgent {
  let run: AgentRun

  func fail(_ error: any Error) {
    finish(
      Task.isCancelled
        ? .cancelled(reason: "stopped")
        : .failed(message: (error as? StatusFailure)?.message ?? "agent failed"))
    if Task.isCancelled { publish(.thinking("Tidying up")) }
  }
}

/// Bug: a question without a word is answered at once, with the first step open.
struct GreetingAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    publish(.step(0, .running, "Understanding the question"))
    try await run.work("understanding", step: 0)
    guard run.query.contains(where: \.isLetter) else { return }
    publish(.step(0, .ok))
    for number in 1...2 { try await step(number) }
  }
}
