import StatusConformance
import StatusStreaming

// What is set going beside a step, and not attended to when the step goes another way.

/// Bug: what watches a step for half a minute is dismissed where the step goes well alone.
struct DismissingAgent: PublishingAgent {
  let run: AgentRun

  func step(_ number: Int) async throws {
    publish(.step(number, .running))
    let isAwaited = Flag()
    let watchdog = run.spawn("the watchdog of step \(number)") {
      try await run.clock.sleep(for: .seconds(30))
      guard isAwaited.isRaised else { return }
      isAwaited.lower()
      publish(.step(number, .error, "No answer for half a minute"))
    }
    do {
      try await run.work("asking tool \(number)", step: number)
    } catch {
      if Task.isCancelled { throw error }
      if isAwaited.isRaised { publish(.step(number, .error, "The tool has failed")) }
      return
    }
    watchdog.cancel()
    if isAwaited.isRaised { publish(.step(number, .ok)) }
    isAwaited.lower()
  }
}

/// Bug: what is noted of a step waits for the next one where the step fails, behind its end.
struct NotingAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    var notes: [StatusUpdate] = []
    func flush() {
      for note in notes { publish(note) }
      notes = []
    }
    for number in 1...3 {
      flush()
      publish(.step(number, .running))
      notes = [StatusUpdate(status: .thinking, message: "connected", roadmapStepID: number)]
      do {
        try await run.work("reading source \(number)", step: number)
      } catch {
        publish(.step(number, .error, "Source \(number) is not there"))
        if Task.isCancelled { throw error }
        continue
      }
      flush()
      publish(.step(number, .ok))
    }
  }
}

/// Bug: what was fetched ahead is dropped when it turns out not to be needed, its step left open.
struct PrefetchingAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    publish(.step(1, .running, "Looking it up"))
    publish(.step(2, .running, "Fetching ahead"))
    let prefetch = run.spawn("prefetch") { try await run.work("fetching ahead", step: 2) }
    do {
      try await run.work("looking it up", step: 1)
    } catch {
      prefetch.cancel()
      publish(.step(1, .error, "Nothing was found"))
      if Task.isCancelled { throw error }
      return
    }
    publish(.step(1, .ok))
    do {
      try await prefetch.value
    } catch {
      publish(.step(2, .error))
      throw error
    }
    publish(.step(2, .ok))
  }
}

/// Bug: the answer is told before the work that follows it, which may fail or be cancelled.
struct HastyAnswerAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    do {
      try await step(1)
      finish(outcome)
      try await run.work("indexing the answer")
    } catch {
      fail(error)
      throw error
    }
  }
}
