import StateLocking
import StatusConformance
import StatusStreaming

/// Bug: who watches the time ends the trace, and the work ends it once more.
struct WatchedAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    let watchdog = run.spawn("the watchdog") {
      try await run.clock.sleep(for: .seconds(30))
      finish(.failed(message: "timed out"))
    }
    do {
      try await work()
    } catch {
      watchdog.cancel()
      fail(error)
      throw error
    }
    watchdog.cancel()
    finish(.complete(Self.result))
  }
}

/// Bug: a step that fails is tried again without being begun again.
struct SilentRetryAgent: PublishingAgent {
  let run: AgentRun

  func step(_ number: Int) async throws {
    publish(.step(number, .running))
    var attempts = 0
    while true {
      do {
        try await run.work("reading log \(number)", step: number)
        break
      } catch let failure as StatusFailure {
        attempts += 1
        if attempts > 1 { publish(.step(number, .error, "It can't be read")) }
        if attempts > 2 { throw failure }
      } catch {
        publish(.step(number, .error, "It can't be read"))
        throw error
      }
    }
    if attempts < 2 { publish(.step(number, .ok)) }
  }
}

/// Bug: who is stopped answers with what there is, in the middle of a step.
struct HastyAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    do {
      try await work()
    } catch  where Task.isCancelled {
      return finish(.complete(FinalAnswer(text: "As far as I got")))
    } catch {
      fail(error)
      throw error
    }
    finish(.complete(Self.result))
  }

  func step(_ number: Int) async throws {
    publish(.step(number, .running))
    do {
      try await run.work("reading log \(number)", step: number)
    } catch {
      if !Task.isCancelled { publish(.step(number, .error)) }
      throw error
    }
    publish(.step(number, .ok))
  }
}

/// Bug: a question of several lines gets no answer at all.
struct OneLineAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    if run.query.contains(where: \.isNewline) { return }
    do {
      try await work()
    } catch {
      fail(error)
      throw error
    }
    finish(.complete(Self.result))
  }
}

/// Bug: of two steps side by side that both fail, the second one's error comes after the end.
struct TwiceFailingAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    let steps = (1...2).map { number in
      run.spawn("step \(number)") { try await step(number) }
    }
    do {
      try await withTaskCancellationHandler {
        for step in steps { try await step.value }
      } onCancel: {
        for step in steps { step.cancel() }
      }
    } catch {
      fail(error)
      for step in steps { step.cancel() }
      for step in steps { try? await step.value }
      throw error
    }
    finish(.complete(Self.result))
  }

  func step(_ number: Int) async throws {
    publish(.step(number, .running))
    do {
      try await run.work("reading log \(number)", step: number)
    } catch let failure as StatusFailure {
      publish(.step(number, .error))
      throw failure
    }
    if !Task.isCancelled { publish(.step(number, .ok)) }
  }
}

/// Bug: what says that it goes on after a minute does so about a step that has ended.
struct ReassuringAgent: PublishingAgent {
  let run: AgentRun

  func step(_ number: Int) async throws {
    let start = run.clock.now
    publish(.step(number, .running))
    do {
      try await run.work("reading log \(number)", step: number)
    } catch {
      publish(.step(number, .error))
      throw error
    }
    publish(.step(number, .ok))
    if start.duration(to: run.clock.now) > .seconds(60) {
      publish(StatusUpdate(status: .ok, message: "That took a while", roadmapStepID: number))
    }
  }
}

/// Correct: a plan of a hundred steps, of which each is begun up to three times.
struct ThoroughAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    for number in 1...100 {
      for attempt in 1...3 {
        do {
          try await step(number)
          break
        } catch {
          if attempt == 3 || Task.isCancelled { throw error }
        }
      }
    }
  }
}

/// Correct: work that takes more than half a minute is given up, and the run fails.
struct ImpatientAgent: PublishingAgent {
  let run: AgentRun

  func step(_ number: Int) async throws {
    publish(.step(number, .running))
    do {
      try await withThrowingTaskGroup { group in
        group.addTask { try await run.work("reading log \(number)", step: number) }
        group.addTask {
          try await run.clock.sleep(for: .seconds(30))
          throw StatusFailure("log \(number) takes too long")
        }
        defer { group.cancelAll() }
        try await group.next()
      }
    } catch {
      publish(.step(number, .error))
      throw error
    }
    publish(.step(number, .ok))
  }
}
