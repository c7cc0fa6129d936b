import Foundation
import StatusConformance
import StatusStreaming

// What goes on where work has failed, takes long or is cancelled.

/// Bug: a step is tried three times, each failure is reported, and that it runs only once.
struct InsistingAgent: PublishingAgent {
  let run: AgentRun

  func step(_ number: Int) async throws {
    publish(.step(number, .running))
    var attempt = 1
    while true {
      do {
        try await run.work("reading log \(number)", step: number)
        return publish(.step(number, .ok))
      } catch {
        publish(.step(number, .error, "Attempt \(attempt) has failed"))
        if attempt == 3 || Task.isCancelled { throw error }
        attempt += 1
      }
    }
  }
}

/// Bug: an optional step that fails is told of by a sentence, and never ended.
struct ForgivingAgent: PublishingAgent {
  let run: AgentRun

  func step(_ number: Int) async throws {
    publish(.step(number, .running))
    do {
      try await run.work("reading log \(number)", step: number)
    } catch  where number == 2 && !Task.isCancelled {
      return publish(.thinking("Going on without log \(number)"))
    }
    publish(.step(number, .ok))
  }
}

/// Bug: before the end is told, a workspace is released by work that fails or is cancelled itself.
struct ReleasingAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    do {
      try await work()
    } catch {
      try await run.work("releasing the workspace")
      fail(error)
      throw error
    }
    finish(outcome)
  }
}

/// Bug: viewers read what an error is called in the language of the server, which a Swift error has no
/// words for.
struct LocalizingAgent: PublishingAgent {
  let run: AgentRun

  func fail(_ error: any Error) {
    finish(
      Task.isCancelled
        ? .cancelled(reason: "stopped") : .failed(message: error.localizedDescription))
  }
}

/// Bug: what says every ten seconds that it goes on takes a cancelled sleep for one that has ended, and
/// says so once more behind the end.
struct AssuringAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    let ticks = run.spawn("progress") {
      while !Task.isCancelled {
        try? await run.clock.sleep(for: .seconds(10))
        publish(.thinking("Still working"))
      }
    }
    do {
      try await work()
    } catch {
      ticks.cancel()
      fail(error)
      try? await ticks.value
      throw error
    }
    ticks.cancel()
    finish(outcome)
    try await ticks.value
  }
}

/// Goes on without a step that takes more than five minutes, which it reports in error.
struct GoingOnAgent: Sendable {
  /// What becomes of the work of such a step.
  enum Leaving: Sendable {
    /// It is cancelled and waited for.
    case cancels
    /// It goes on, and nobody hears of it again.
    case abandons
    /// Bug: it goes on, and reports how it has ended.
    case isTold
  }

  private enum Signal: Sendable {
    case ended(Result<Void, any Error>)
    case late
  }

  let run: AgentRun
  let leaving: Leaving
  /// How long a step may take.
  var limit = Duration.seconds(300)

  func answer() async throws {
    try await run.buffer.withTrace(run.trace) { publisher in
      for number in 1...3 { try await step(number, publisher) }
      return FinalAnswer(text: "Nothing is wrong")
    }
  }

  private func step(_ number: Int, _ publisher: StatusPublisher) async throws {
    try publisher.publish(.step(number, .running))
    let (signals, continuation) = AsyncStream<Signal>.makeStream()
    let work = run.spawn("step \(number)") {
      do {
        try await run.work("reading log \(number)", step: number)
        if leaving == .isTold { try publisher.publish(.step(number, .ok)) }
        continuation.yield(.ended(.success(())))
      } catch {
        if leaving == .isTold { _ = try? publisher.publish(.step(number, .error)) }
        continuation.yield(.ended(.failure(error)))
      }
    }
    let timer = run.spawn("the time-out of step \(number)") {
      try await run.clock.sleep(for: limit)
      continuation.yield(.late)
    }
    let first = await signals.first { _ in true }
    timer.cancel()
    switch first {
    case .ended(.success): if leaving != .isTold { try publisher.publish(.step(number, .ok)) }
    case .ended(.failure(let error)):
      if leaving != .isTold { try publisher.publish(.step(number, .error)) }
      throw error
    case .late:
      if leaving == .cancels {
        work.cancel()
        try await work.value
      }
      try publisher.publish(.step(number, .error, "Log \(number) takes too long"))
    case nil: throw CancellationError()
    }
  }
}

/// Correct: what is to be said goes through a stream to one task that says it, and the end waits for it.
struct StreamingAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    let (updates, continuation) = AsyncStream<StatusUpdate>.makeStream()
    let speaker = run.spawn("the speaker") {
      for await update in updates { publish(update) }
    }
    do {
      for number in 1...3 {
        continuation.yield(.step(number, .running))
        try await run.work("reading log \(number)", step: number)
        continuation.yield(.step(number, .ok))
      }
      continuation.finish()
      try await speaker.value
    } catch {
      continuation.finish()
      try? await speaker.value
      fail(error)
      throw error
    }
    finish(outcome)
  }
}

/// Correct: steps with odd numbers run side by side, say so twice and end in the opposite order; one of
/// them runs again, in vain.
struct OddAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    let numbers = [Int.max, -1, 0, Int.min]
    for number in numbers { publish(.step(number, .running)) }
    for number in numbers.reversed() {
      try await run.work("half of step \(number)", step: number)
      publish(.step(number, .running, "half of it"))
      try await run.work("the rest of step \(number)", step: number)
      publish(.step(number, .ok, ""))
    }
    publish(.step(-1, .running, "once more"))
    publish(.step(-1, .error, "not any better"))
  }
}

/// Correct: after a failure all of the plan is begun anew, three times, in a run whose trace is open
/// before it is performed.
struct StartingOverAgent: Sendable {
  let run: AgentRun

  func answer() async throws {
    try await run.buffer.begin(run.trace).perform { publisher in
      var attempt = 1
      while true {
        var current = 0
        do {
          for number in 1...3 {
            current = number
            try publisher.publish(
              contentsOf: [.thinking("Attempt \(attempt)"), .step(number, .running)])
            try await run.work("reading log \(number)", step: number)
            try publisher.publish(.step(number, .ok))
          }
          return FinalAnswer(text: "after \(attempt) attempts")
        } catch {
          try publisher.publish(.step(current, .error))
          if attempt == 4 || Task.isCancelled { throw error }
          attempt += 1
        }
      }
    }
  }
}

/// Bug: of a failure's message viewers are told the first line.
struct FirstLineAgent: PublishingAgent {
  let run: AgentRun

  func fail(_ error: any Error) {
    if Task.isCancelled {
      return finish(.cancelled(reason: "stopped"))
    }
    let message = (error as? StatusFailure)?.message ?? "agent failed"
    finish(.failed(message: String(message.prefix { !$0.isNewline })))
  }
}
