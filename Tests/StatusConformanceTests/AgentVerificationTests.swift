import StateLocking
import StatusConformance
import StatusStreaming
import Testing

@Suite("Verification of agents")
struct AgentVerificationTests {
  private func firstViolation(
    runs: Int = 100, _ operate: @escaping @Sendable (AgentRun) async throws -> Void
  ) async -> Violation? {
    await AgentVerification(execution: .simulated(runs: runs), operate).verifyAll(RunSelection())
      .violations.first
  }

  @Test("queries vary, and failures are announced in some runs alone")
  func inputs() async {
    let seen = Lock<(queries: Set<String>, failures: Int, runs: Int)>(([], 0, 0))
    let violation = await firstViolation { run in
      seen.withLock { seen in
        seen.queries.insert(run.query)
        seen.failures += run.failure == nil ? 0 : 1
        seen.runs += 1
      }
      run.log.finish(run.trace, with: .complete(FinalAnswer(text: "done")))
    }
    #expect(violation == nil)
    let (queries, failures, runs) = seen.withLock { $0 }
    #expect(queries.count > 3)
    #expect(failures > 0 && failures < runs)
  }

  @Test("an agent that has more to say than buffers usually keep is judged by all of it")
  func longWinded() async {
    let violation = await firstViolation(runs: 1) { run in
      try await run.buffer.withTrace(run.trace) { publisher in
        try publisher.publish(.step(1, .running))
        try await run.work("the first", step: 1)
        try publisher.publish(.step(1, .ok))
        for _ in 0..<12_000 { try publisher.publish(.thinking("still there")) }
        return FinalAnswer(text: "done")
      }
    }
    #expect(violation == nil)
  }

  @Test("a message forges no line of a report", arguments: ["a\nforged", "e\u{301}\r\n\"forged"])
  func hostileMessage(message: String) async throws {
    let violation = await firstViolation(runs: 20) { run in
      try await run.buffer.withTrace(run.trace) { publisher in
        try publisher.publish(
          StatusUpdate(
            status: .thinking, message: message, roadmapStepID: 1, roadmapStepStatus: .running))
        return FinalAnswer(text: "done")
      }
    }
    let report = try "\(#require(violation))"
    #expect(report.contains("forged"))
    #expect(
      !report.unicodeScalars.split(separator: "\n").contains {
        String($0).contains("forged") && !String($0).contains("thinking")
      }, "\(report)")
  }

  @Test("work fails at different calls, with errors for viewers and others, and not in plain runs")
  func work() async {
    let failed = Lock<[Int: Set<String>]>([:])
    _ = await firstViolation { run in
      for call in 0..<4 {
        do {
          try await run.work("call \(call)")
        } catch {
          failed.withLock { _ = $0[call, default: []].insert("\(type(of: error))") }
          throw error
        }
      }
    }
    let calls = failed.withLock { $0 }
    #expect(calls.keys.sorted() == [0, 1, 2, 3])
    #expect(calls.values.contains { $0.contains("StatusFailure") })
    #expect(calls.values.contains { $0.contains("InjectedCrash") })
    #expect(calls.values.contains { $0.contains("CancellationError") })
  }

  @Test("what is published in either way is one history")
  func oneHistory() async throws {
    let violation = try #require(
      await firstViolation(runs: 1) { run in
        try run.buffer.open(run.trace)
        run.log.append(.thinking("one"), to: run.trace)
        try run.buffer.append(.thinking("two"), to: run.trace)
        run.log.append(.thinking("three"), to: run.trace)
        try run.buffer.append(.thinking("four"), to: run.trace)
      })
    #expect(violation.rule.id == 201)
    #expect(
      violation.seenTranscript.map { $0.split(separator: " ").last ?? "" } == [
        "\"one\"", "\"two\"", "\"three\"", "\"four\"",
      ])
  }

  @Test("an agent reads its own history by number")
  func reading() async {
    let violation = await firstViolation(runs: 1) { run in
      let log = run.log
      log.open(run.trace)
      for number in 1...3 { log.append(.thinking("\(number)"), to: run.trace) }
      let events = log.events(of: run.trace, after: 1, limit: 1)
      #expect(events.map(\.sequence) == [2])
      #expect(events.map(\.payload) == [.update(.thinking("2"))])
      #expect(log.events(of: run.trace, after: -1, limit: 9).map(\.sequence) == [1, 2, 3])
      #expect(log.events(of: "another", after: 0, limit: 9).isEmpty)
      log.finish(run.trace, with: .complete(FinalAnswer(text: "done")))
    }
    #expect(violation == nil)
  }

  @Test("an agent that never returns is told from one that forgets the end")
  func stuck() async throws {
    let violation = try #require(
      await firstViolation { run in
        try await run.clock.sleep(for: .seconds(1_000_000))
      })
    #expect(violation.rule.id == 201)
    #expect(violation.seen.contains("the agent did not end"), "\(violation)")
  }

  @Test("the message of an error that is not for viewers is not judged, its end is")
  func otherErrors() async {
    let violation = await firstViolation { run in
      do {
        try await run.buffer.withTrace(run.trace) { _ in
          try await run.work("a query")
          return FinalAnswer(text: "done")
        }
      } catch is CancellationError {}
    }
    // The cancelled run swallows its error after its trace has been failed, which is allowed.
    #expect(violation == nil, "\(String(describing: violation))")
  }

  @Test("an update of another trace is not the agent's")
  func otherTrace() async throws {
    let violation = try #require(
      await firstViolation(runs: 1) { run in
        run.log.finish("another", with: .complete(FinalAnswer(text: "done")))
      })
    #expect(violation.rule.id == 201)
  }

  @Test("work that names no step blames none")
  func anonymousWork() async {
    let violation = await firstViolation { run in
      try await run.buffer.withTrace(run.trace) { publisher in
        try publisher.publish(.step(1, .running))
        do {
          try await run.work("a query")
        } catch {
          try publisher.publish(.step(1, .error))
          throw error
        }
        try publisher.publish(.step(1, .ok))
        return FinalAnswer(text: "done")
      }
    }
    #expect(violation == nil, "\(String(describing: violation))")
  }

  @Test("work that names no step blames none beside work that does")
  func partlyAnonymousWork() async {
    let violation = await firstViolation { run in
      try await run.buffer.withTrace(run.trace) { publisher in
        for step in 1...2 { try publisher.publish(.step(step, .running)) }
        try await withThrowingTaskGroup { group in
          for step in 1...2 {
            group.addTask {
              do {
                try await run.work("query \(step)", step: step == 1 ? step : nil)
              } catch {
                try publisher.publish(.step(step, .error))
                throw error
              }
              try publisher.publish(.step(step, .ok))
            }
          }
          try await group.waitForAll()
        }
        return FinalAnswer(text: "done")
      }
    }
    #expect(violation == nil, "\(String(describing: violation))")
  }

  @Test("a step that is given up although its work is done blames no other")
  func lateWork() async throws {
    let violation = await firstViolation { run in
      try await run.buffer.withTrace(run.trace) { publisher in
        try publisher.publish(.step(1, .running))
        let reading = run.spawn("reading") { try await run.work("reading", step: 1) }
        reading.cancel()
        _ = try? await reading.value
        try Task.checkCancellation()
        try publisher.publish(.step(1, .error))
        try publisher.publish(.step(2, .running))
        do {
          try await run.work("writing", step: 2)
        } catch {
          try publisher.publish(.step(2, .error))
          throw error
        }
        try publisher.publish(.step(2, .error, "It was too late"))
        return FinalAnswer(text: "done")
      }
    }
    #expect(violation == nil)
  }

  @Test("a task that is spawned when the agent has ended is cancelled, too")
  func lateTask() async {
    let violation = await firstViolation(runs: 4) { run in
      run.spawn {
        try? await run.clock.sleep(for: .seconds(1_000))
        run.spawn { try await run.clock.sleep(for: .seconds(1_000)) }
      }
      run.log.finish(run.trace, with: .complete(FinalAnswer(text: "done")))
    }
    #expect(violation == nil, "\(String(describing: violation))")
  }

  @Test("an agent is verified in real time")
  func realTime() async throws {
    let execution = Execution.real(
      timeout: .seconds(60_000), runs: 4, clock: PacedClock(haste: 1000))
    let report = await AgentVerification(execution: execution) { run in
      for call in 0..<4 { try await run.work("call \(call)") }
      run.log.finish(run.trace, with: .complete(FinalAnswer(text: "done")))
    }.verifyAll(RunSelection())
    #expect(report.violations.map(\.rule.id) == [204])
    #expect(report.violations.first?.token == nil)
    #expect(!report.isExplored)
  }
}
