import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("A run that was begun")
struct RunTests {
  private struct Secret: Error {}

  private static func end(of trace: TraceID, in buffer: StatusBuffer) throws -> StreamEvent.Payload?
  {
    let last = try buffer.events(of: trace, after: .zero, limit: .max).last?.payload
    return last?.isTerminal == true ? last : nil
  }

  private static let cancelled = StreamEvent.Payload.cancelled(reason: "agent cancelled")

  @Test("is open, or refused, before its agent starts")
  func opening() throws {
    let buffer = StatusBuffer(configuration: .init(limits: .init(traces: 1)))
    let run = try buffer.begin("a")
    #expect(run.trace == "a")
    #expect(buffer.counters.openTraces == 1)
    let existing = #expect(throws: BufferError.self) { try buffer.begin("a") }
    #expect(existing?.code == .traceExists)
    let excess = #expect(throws: BufferError.self) { try buffer.begin("b") }
    #expect(excess?.code == .tooManyTraces)
    #expect(try Self.end(of: "a", in: buffer) == nil)
    buffer.close()
    let late = #expect(throws: BufferError.self) { try buffer.begin("b") }
    #expect(late?.code == .closed)
    withExtendedLifetime(run) {}
  }

  @Test("is begun by the name of a request, or that is answered")
  func naming() throws {
    let buffer = StatusBuffer(configuration: .init(limits: .init(traces: 1)))
    for name in ["", "a b", "ä", String(repeating: "a", count: 129)] {
      let answer = #expect(throws: AdmissionAnswer.self) { try buffer.begin(named: name) }
      #expect(answer?.reason == .malformedTrace)
    }
    let run = try buffer.begin(named: "a")
    #expect(run.trace == "a")
    let existing = #expect(throws: AdmissionAnswer.self) { try buffer.begin(named: "a") }
    #expect(existing?.reason == .traceExists)
    #expect(existing?.body.contains("trace 'a'") == true)
    let excess = #expect(throws: AdmissionAnswer.self) { try buffer.begin(named: "b") }
    #expect(excess?.reason == .tooManyTraces)
    #expect(excess?.headers.contains { $0 == ("Retry-After", "5") } == true)
    #expect(excess?.closeCode == 4503)
    buffer.close()
    let late = #expect(throws: AdmissionAnswer.self) { try buffer.begin(named: "b") }
    #expect(late?.reason == .closed)
    withExtendedLifetime(run) {}
  }

  @Test("ends as the trace of an agent does")
  func endings() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let answer = FinalAnswer(text: "42")
      let returned = try await buffer.begin("a").perform { publisher in
        #expect(publisher.trace == "a")
        try publisher.publish(.thinking("x"))
        return answer
      }
      #expect(returned == answer)
      #expect(try Self.end(of: "a", in: buffer) == .complete(answer))
      await #expect(throws: Secret.self) {
        try await buffer.begin("b").perform { _ in throw Secret() }
      }
      #expect(try Self.end(of: "b", in: buffer) == .failed(message: "agent failed"))
      await #expect(throws: StatusFailure("out of budget")) {
        try await buffer.begin("c").perform { _ in throw StatusFailure("out of budget") }
      }
      #expect(try Self.end(of: "c", in: buffer) == .failed(message: "out of budget"))
      await #expect(throws: CancellationError.self) {
        try await buffer.begin("d").perform { _ in throw CancellationError() }
      }
      #expect(try Self.end(of: "d", in: buffer) == .failed(message: "agent failed"))
      let run = try buffer.begin("e")
      let task = sim.spawn("agent") {
        try await run.perform { _ in
          do { try await sim.clock.sleep(for: .seconds(60)) } catch { throw Secret() }
          return answer
        }
      }
      try await sim.clock.sleep(for: .seconds(1))
      task.cancel()
      await #expect(throws: Secret.self) { try await task.value }
      #expect(try Self.end(of: "e", in: buffer) == Self.cancelled)
      #expect(sim.clock.now.nanoseconds == 1_000_000_000)
    }
  }

  @Test(
    "is cancelled from any task while it is performed", arguments: ["stopped by the user", nil])
  func cancellation(reason: String?) throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let run = try buffer.begin("a")
      let agent = sim.spawn("agent") {
        try await run.perform { publisher in
          try publisher.publish(.thinking("x"))
          try await sim.clock.sleep(for: .seconds(60))
          return FinalAnswer(text: "")
        }
      }
      try await sim.clock.sleep(for: .seconds(1))
      run.cancel(reason: reason)
      run.cancel(reason: "another")
      await #expect(throws: CancellationError.self) { try await agent.value }
      #expect(sim.clock.now.nanoseconds == 1_000_000_000)
      #expect(
        try Self.end(of: "a", in: buffer) == .cancelled(reason: reason ?? "agent cancelled"))
      run.cancel(reason: "late")
      #expect(
        try Self.end(of: "a", in: buffer) == .cancelled(reason: reason ?? "agent cancelled"))
    }
  }

  @Test("is complete if its agent still returns an answer")
  func stubbornAgent() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let run = try buffer.begin("a")
      let answer = try await run.perform { _ in
        run.cancel(reason: "too late")
        while !Task.isCancelled { await Task.yield() }
        return FinalAnswer(text: "42")
      }
      #expect(try Self.end(of: "a", in: buffer) == .complete(answer))
      #expect(!Task.isCancelled)
    }
  }

  @Test("that is cancelled before ends at once, and its agent never starts")
  func cancelledBefore() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let run = try buffer.begin("a")
      let viewer = sim.spawn("viewer") {
        var sink = CollectingSink()
        let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
        return await monitor.deliver("a", to: &sink).ending.name
      }
      try await sim.clock.sleep(for: .seconds(1))
      run.cancel(reason: "stopped")
      #expect(await viewer.value == "finished")
      #expect(try Self.end(of: "a", in: buffer) == .cancelled(reason: "stopped"))
      await #expect(throws: CancellationError.self) {
        try await run.perform { _ in
          Issue.record("the agent ran")
          return FinalAnswer(text: "")
        }
      }
      #expect(sim.clock.now.nanoseconds == 1_000_000_000)
    }
  }

  @Test("whose handle is dropped before it is performed does not stay open")
  func dropped() throws {
    let buffer = StatusBuffer()
    _ = try buffer.begin("a")
    #expect(
      try Self.end(of: "a", in: buffer) == .cancelled(reason: "the agent was never started"))
    #expect(buffer.counters.openTraces == 0)
  }

  @Test("is performed once")
  func performedTwice() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let run = try buffer.begin("a")
      let first = sim.spawn("first") {
        try await run.perform { _ in
          try await sim.clock.sleep(for: .seconds(1))
          return FinalAnswer(text: "1")
        }
      }
      try await sim.clock.sleep(for: .milliseconds(500))
      for _ in 1...2 {
        let error = await #expect(throws: StatusRun.AlreadyPerformed.self) {
          try await run.perform { _ in FinalAnswer(text: "2") }
        }
        #expect(error?.description.contains("'a'") == true)
        _ = try await first.value
      }
      #expect(try Self.end(of: "a", in: buffer) == .complete(FinalAnswer(text: "1")))
    }
  }

  @Test("whose trace is over is not performed")
  func overBefore() throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(abandonAfter: .seconds(60)), clock: sim.clock)
      let abandoned = try buffer.begin("a")
      let removed = try buffer.begin("b")
      buffer.remove("b")
      try await sim.clock.sleep(for: .seconds(61))
      #expect(try Self.end(of: "a", in: buffer) == .failed(message: "abandoned"))
      for (run, code) in [(abandoned, BufferError.Code.traceFinished), (removed, .removed)] {
        let error = await #expect(throws: BufferError.self) {
          try await run.perform { _ in
            Issue.record("the agent ran")
            return FinalAnswer(text: "")
          }
        }
        #expect(error?.code == code)
      }
    }
  }

  @MainActor private final class Progress {
    var count = 0
  }

  @Test("runs an agent on the actor that it belongs to, which may keep that busy")
  @MainActor
  func isolation() async throws {
    let progress = Progress()
    let run = try StatusBuffer().begin("a")
    let canceller = Task.detached {
      while await progress.count == 0 { await Task.yield() }
      run.cancel()
    }
    await #expect(throws: CancellationError.self) {
      try await run.perform { _ in
        progress.count += 1
        await Task.yield()
        // Nobody else gets the actor meanwhile.
        while !Task.isCancelled {}
        throw CancellationError()
      }
    }
    await canceller.value
  }

  @Test("comes to one end, whoever cancels it when")
  func exploration() throws {
    try explore(.random(seeds: 0..<500)) { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let run = try buffer.begin("a")
      sim.spawn("canceller") {
        try await sim.clock.sleep(for: .milliseconds(sim.next(below: 4)))
        run.cancel(reason: "stopped")
      }
      let viewer = sim.spawn("viewer") {
        var sink = CollectingSink()
        let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
        _ = await monitor.deliver("a", to: &sink)
        return sink.events
      }
      var hasAnswer = false
      do {
        _ = try await run.perform { publisher in
          for _ in 1...2 {
            try publisher.publish(.thinking("x"))
            try await sim.clock.sleep(for: .milliseconds(1))
          }
          return FinalAnswer(text: "42")
        }
        hasAnswer = true
      } catch is CancellationError {}
      let events = await viewer.value
      #expect(events.count { $0.payload.isTerminal } == 1)
      #expect(
        events.last?.payload
          == (hasAnswer ? .complete(FinalAnswer(text: "42")) : .cancelled(reason: "stopped")))
    }
  }
}
