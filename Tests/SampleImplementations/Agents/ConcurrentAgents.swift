import StateLocking
import StatusConformance
import StatusStreaming

// What goes wrong between steps side by side, in what deals with an error, and in what tells of either.

/// Bug: a step that fails has those before it undone, and no end is told if that fails too.
struct UndoingAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    var done: [Int] = []
    do {
      for number in 1...3 {
        try await step(number)
        done.append(number)
      }
    } catch  where Task.isCancelled {
      fail(error)
      throw error
    } catch {
      for number in done.reversed() {
        publish(.step(number, .running, "Undoing"))
        try await run.work("undoing step \(number)", step: number)
        publish(.step(number, .ok, "Undone"))
      }
      fail(error)
      throw error
    }
    finish(outcome)
  }
}

/// Bug: of several sources that fail, viewers read of the last, while the run fails by the first.
struct SourcesAgent: PublishingAgent {
  /// What all sources write to.
  private final class Notes: Sendable {
    let lastError = Lock<(any Error)?>(nil)
  }

  let run: AgentRun
  private let notes = Notes()

  init(run: AgentRun) {
    self.run = run
  }

  func work() async throws {
    let errors = await withTaskGroup { group in
      for number in 1...3 {
        group.addTask { (number, await error(ofStep: number)) }
      }
      return await group.reduce(into: [Int: any Error]()) { $0[$1.0] = $1.1 }
    }
    for number in 1...3 {
      if let error = errors[number] { throw error }
    }
  }

  func fail(_ error: any Error) {
    let told = notes.lastError.withLock { $0 } ?? error
    finish(
      Task.isCancelled
        ? .cancelled(reason: "stopped")
        : .failed(message: (told as? StatusFailure)?.message ?? "agent failed"))
  }

  private func error(ofStep number: Int) async -> (any Error)? {
    do {
      try await step(number)
      return nil
    } catch {
      let failure = (error as? StatusFailure).map { StatusFailure("log \(number): \($0.message)") }
      notes.lastError.withLock { $0 = failure ?? error }
      return failure ?? error
    }
  }
}

/// Bug: the words of a question are looked into side by side, each as the first step of its name.
struct TopicsAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    let topics = run.query.split(whereSeparator: \.isWhitespace).prefix(6).map(String.init)
    let roadmap = zip(1..., topics).map { RoadmapStep(id: $0, name: $1, description: "") }
    publish(.roadmap(roadmap, message: "Planning"))
    try await withThrowingTaskGroup { group in
      for topic in topics {
        let number = roadmap.first { $0.name == topic }?.id ?? 0
        group.addTask { try await step(number) }
      }
      try await group.waitForAll()
    }
  }
}

/// Bug: of each step the latest is told, at most once in 16 ms, so a short one only ends.
struct FrameRateAgent: PublishingAgent {
  /// What is to be told in the next frame.
  private final class Frame: Sendable {
    let updates = Lock<[StatusUpdate]>([])
  }

  let run: AgentRun
  private let frame = Frame()

  init(run: AgentRun) {
    self.run = run
  }

  func work() async throws {
    defer { tell() }
    try await withThrowingTaskGroup { group in
      for number in 1...4 { group.addTask { try await step(number) } }
      try await group.waitForAll()
    }
  }

  func publish(_ update: StatusUpdate) {
    let isFirst = frame.updates.withLock { updates in
      let isFirst = updates.isEmpty
      updates.removeAll { $0.roadmapStepID == update.roadmapStepID }
      updates.append(update)
      return isFirst
    }
    guard isFirst else { return }
    run.spawn("a frame") {
      try await run.clock.sleep(for: .milliseconds(16))
      tell()
    }
  }

  private func tell() {
    frame.updates.withLock { updates in
      for update in updates { run.log.append(update, to: run.trace) }
      updates = []
    }
  }

  func step(_ number: Int) async throws {
    publish(.step(number, .running))
    do {
      try await run.work("reading log \(number)", step: number)
    } catch {
      publish(.step(number, .error))
      throw error
    }
    publish(.step(number, .ok))
  }
}

/// Bug: when a step fails, all that have not ended are closed in error, begun or not.
struct ClosingAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    for number in 1...4 {
      publish(.step(number, .running))
      do {
        try await run.work("reading log \(number)", step: number)
      } catch {
        for open in number...4 { publish(.step(open, .error, "Skipped")) }
        throw error
      }
      publish(.step(number, .ok))
    }
  }
}

/// Bug: a cancellation is told at once, where it happens; the last piece of work is optional, so its
/// error is dropped and the answer told as well.
struct PromptAgent: PublishingAgent {
  let run: AgentRun

  func answer() async throws {
    try await withTaskCancellationHandler {
      do {
        for number in 1...2 {
          try await run.work("reading log \(number)")
          try Task.checkCancellation()
          publish(.thinking("Log \(number) is read"))
        }
        try? await run.work("saving the answer")
        finish(outcome)
      } catch {
        if !Task.isCancelled { fail(error) }
        throw error
      }
    } onCancel: {
      finish(.cancelled(reason: "stopped"))
    }
  }
}

/// Correct: nothing is said before all is done, and then everything at once.
struct ReportingAgent: Sendable {
  let run: AgentRun

  func answer() async throws {
    var report: [StatusUpdate] = [.thinking(run.query)]
    try run.buffer.open(run.trace)
    do {
      for number in 0...4 {
        report.append(.step(number, .running))
        do {
          try await run.work("reading log \(number)", step: number)
        } catch {
          report.append(.step(number, .error))
          throw error
        }
        report.append(.step(number, .ok))
      }
    } catch {
      let reason = (error as? StatusFailure)?.message ?? "agent failed"
      let isCancelled = Task.isCancelled
      try end(report, with: isCancelled ? .cancelled(reason: reason) : .failed(message: reason))
      throw error
    }
    try end(report, with: .complete(FinalAnswer(text: run.query, route: "")))
  }

  private func end(_ report: [StatusUpdate], with outcome: TraceOutcome) throws {
    try run.buffer.append(contentsOf: report, to: run.trace)
    try run.buffer.finish(run.trace, with: outcome)
  }
}

/// Correct: steps side by side, each tried up to four times, and once more after it has gone well late.
struct AttemptsAgent: PublishingAgent {
  let run: AgentRun

  func work() async throws {
    publish(.error("No cache, this will take a while"))
    try await withThrowingTaskGroup { group in
      for number in [Int.min, 0, Int.max] {
        group.addTask { try await attempts(at: number) }
      }
      try await group.waitForAll()
    }
    publish(.roadmap([], message: "All done"))
  }

  private func attempts(at number: Int) async throws {
    for attempt in 1...4 {
      publish(.step(number, .running, ""))
      publish(.step(number, .running))
      do {
        try await run.work("attempt \(attempt)", step: number)
        publish(StatusUpdate(status: .thinking, roadmapStepID: number))
        try await run.work("check \(attempt)", step: number)
      } catch {
        publish(.step(number, .error, "Attempt \(attempt) has failed"))
        if attempt == 4 || Task.isCancelled { throw error }
        continue
      }
      publish(.step(number, .ok))
      if attempt > 1 { return }
    }
  }
}
