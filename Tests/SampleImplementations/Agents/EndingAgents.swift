import StatusConformance
import StatusStreaming

/// Bug: the order of the work is left to chance.
struct ShufflingAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    for number in (1...40).shuffled() { publish(.thinking("Reading log \(number)")) }
    try await step(1)
  }
}

/// Bug: the trace is never ended.
struct EndlessAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    try await work()
  }
}

/// Bug: a failure ends the trace, and then the work is done again and ends it once more.
struct TryingAgainAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    do {
      try await work()
    } catch let failure as StatusFailure {
      fail(failure)
      try await work()
    } catch {
      fail(error)
      throw error
    }
    finish(.complete(Self.result))
  }
}

/// Bug: the task that shows progress is not waited for, and speaks once more.
struct OutlivedAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    run.spawn("progress") {
      for _ in 0..<50 {
        try? await run.clock.sleep(for: .milliseconds(40))
        publish(.thinking("Still working"))
        if Task.isCancelled { return }
      }
    }
    do {
      try await work()
    } catch {
      fail(error)
      throw error
    }
    finish(.complete(Self.result))
  }
}

/// Bug: the end is reported by a task of its own, which does not wait for the work.
struct EarlyEndAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    let end = run.spawn("the end") {
      try await run.work("writing the answer")
      finish(.complete(Self.result))
    }
    do {
      try await work()
      try await end.value
    } catch {
      end.cancel()
      fail(error)
      throw error
    }
  }
}

/// Bug: what comes after the `try` is skipped when the work throws.
struct SkippingAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    try await work()
    finish(.complete(Self.result))
  }
}

/// Bug: a `defer` completes the trace, however the work ends.
struct DeferringEndAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    defer { finish(.complete(Self.result)) }
    try await work()
  }
}

/// Bug: viewers are told another message than the one that was meant for them.
struct VagueAgent: PublishingAgent {
  let run: AgentRun

  func fail(_ error: any Error) {
    finish(.failed(message: "The operation couldn’t be completed."))
  }

  func answer() async throws {
    do {
      try await work()
    } catch {
      fail(error)
      throw error
    }
    finish(.complete(Self.result))
  }
}

/// Bug: the failure is told where it is met and once more on the way out.
struct RepeatingFailureAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    do {
      do {
        try await work()
      } catch {
        fail(error)
        throw error
      }
    } catch {
      fail(error)
      throw error
    }
    finish(.complete(Self.result))
  }
}

/// Bug: only the failures that were thought of end the trace; a cancellation does not.
struct ForgetfulAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    do {
      try await work()
    } catch let failure as StatusFailure {
      fail(failure)
      throw failure
    }
    finish(.complete(Self.result))
  }
}

/// Bug: how a run ended is told from the kind of the error, so that the cancellation of some inner
/// task is taken for its own.
struct TypedEndAgent: PublishingAgent {
  let run: AgentRun

  func fail(_ error: any Error) {
    finish(
      error is CancellationError
        ? .cancelled(reason: "stopped")
        : .failed(message: (error as? StatusFailure)?.message ?? "agent failed"))
  }
}

/// Bug: a client's own error, with which it answers a cancellation, is taken for a failure.
struct MistakenFailureAgent: PublishingAgent {
  let run: AgentRun

  func fail(_ error: any Error) {
    finish(
      Task.isCancelled && error is CancellationError
        ? .cancelled(reason: "stopped")
        : .failed(message: (error as? StatusFailure)?.message ?? "agent failed"))
  }
}

/// Bug: a run that has nothing to do says that it was cancelled.
struct IdlingAgent: PublishingAgent {
  let run: AgentRun

  var outcome: TraceOutcome {
    run.query.isEmpty ? .cancelled(reason: "nothing to do") : .complete(Self.result)
  }
}
