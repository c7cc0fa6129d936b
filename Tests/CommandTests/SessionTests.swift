import DeterministicSimulation
import ReferenceScenarios
import StateLocking
import StatusStreaming
import Testing
import status_stream

/// What a session writes where, in virtual time.
@Suite struct SessionTests {
  @Test func showsAFailureAndGoesOn() throws {
    let agent = ClosureAgent { query, publisher in
      try publisher.publish(.thinking("Hm"))
      guard query == "second" else { throw StatusFailure("no way") }
      return FinalAnswer(text: "Done", route: "general")
    }
    let record = RecordedOutput()
    let isEachAnswered = try run(["first", "second"], by: agent, Streaming(), record)
    #expect(!isEachAnswered)
    #expect(
      record.text() == """
        \(rule)
        Query 1: first
        \(rule)

          ┌─ Real-time Status Stream ─────────────
          │ 🤔 [THINKING] Hm
          │ ❌ [FAILED] no way
          └───────────────────────────────────────

        Failed: no way

        \(rule)
        Query 2: second
        \(rule)

          ┌─ Real-time Status Stream ─────────────
          │ 🤔 [THINKING] Hm
          └───────────────────────────────────────

        Route: general
        Answer: Done

        """)
    #expect(record.text(.errors).hasSuffix("──\nFailed: no way\n" + frame("🤔 [THINKING] Hm")))
  }

  @Test func keepsAPrivateErrorPrivate() throws {
    let agent = ClosureAgent { _, _ in throw BrokenWriter() }
    let record = RecordedOutput()
    #expect(try !run(["x"], by: agent, nil, record))
    #expect(record.text(.errors) == "Failed: agent failed\n")
  }

  @Test func showsNoUpdatesUnlessAsked() throws {
    let record = RecordedOutput()
    #expect(try run(["Analyze this"], by: nil, nil, record))
    #expect(record.text(.errors).isEmpty)
    let lines = record.text(.output).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 7)
    #expect(lines[4] == "Route: documents")
    #expect(lines[5].hasPrefix("Answer: Analyzed 4 documents."))
  }

  @Test func leavesTheRouteOutIfThereIsNone() throws {
    let record = RecordedOutput()
    let agent = ClosureAgent { _, _ in FinalAnswer(text: "a\u{1B}[2J\nb") }
    _ = try run(["x"], by: agent, nil, record)
    #expect(record.text().hasSuffix("\(rule)\n\nAnswer: a\\u{1b}[2J\\u{a}b\n"))
  }

  @Test func keepsAQueryOnOneLine() throws {
    let record = RecordedOutput()
    _ = try run(["a\r\nQuery 9: 👩‍💻 b"], by: nil, nil, record)
    #expect(record.text().contains("\nQuery 1: a\\u{d}\\u{a}Query 9: 👩‍💻 b\n="))
  }

  @Test func keepsAWireClean() throws {
    let record = RecordedOutput()
    _ = try run(["x", "y"], by: nil, Streaming(sink: .jsonl), record)
    let lines = record.text(.output).split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
    #expect(lines.contains { $0.contains(#""trace":"run-1","sequence":1,"#) })
    #expect(lines.contains { $0.contains(#""trace":"run-2","sequence":1,"#) })
    #expect(record.text(.errors).hasPrefix("\(rule)\nQuery 1: x\n\(rule)\n\nRoute: general\n"))
  }

  @Test func resumesAfterAnyEvent() throws {
    let stream = { (cursor: Cursor) throws -> [Substring] in
      let record = RecordedOutput()
      let streaming = Streaming(sink: .sse, profile: .resumable, resumeAfter: cursor)
      _ = try run(["Analyze this"], by: nil, streaming, record)
      return record.text(.output).split(separator: "\n").filter { !$0.hasPrefix("retry:") }
    }
    let whole = try stream(0)
    #expect(whole.count(where: { $0.hasPrefix("id: ") }) == 12)
    for cursor in 1...12 {
      // A block has three lines.
      let rest = try stream(Cursor(SequenceNumber(rawValue: cursor)))
      #expect(rest == Array(whole.dropFirst(3 * cursor)))
    }
    let error = #expect(throws: UsageError.self) { try stream(13) }
    #expect(error?.description.contains("--resume-after 13") == true)
  }

  @Test func numbersEventsInItsEpoch() throws {
    let stream = { (sink: SinkKind, cursor: Cursor) throws -> [Substring] in
      let record = RecordedOutput()
      let streaming = Streaming(
        sink: sink, profile: .resumable, resumeAfter: cursor, epoch: "b7")
      _ = try run(["Analyze this"], by: nil, streaming, record)
      return record.text(.output).split(separator: "\n")
    }
    let rest = try stream(.sse, Cursor(10, in: "b7"))
    #expect(rest.filter { $0.hasPrefix("id: ") } == ["id: b7-11", "id: b7-12"])
    let listing = try stream(.jsonl, .zero)
    #expect(listing.dropFirst().first?.contains(#""sequence":"b7-1","#) == true)
  }

  @Test func isTheSameHoweverTheMonitorLearnsOfUpdates() throws {
    let intervals: [Duration?] = [.milliseconds(1), .milliseconds(50), .seconds(7), nil]
    let outputs = try intervals.map { interval in
      let record = RecordedOutput()
      _ = try run(
        ["Analyze this"], by: nil, Streaming(pollInterval: interval, showsTimes: true), record)
      return record.text()
    }
    #expect(Set(outputs).count == 1)
    #expect(outputs[0].contains("\n  │ +0.000s 🤔 [THINKING] Determining workflow path\n"))
    #expect(outputs[0].contains("\n  │ +0.023s ✅ [OK] [Step 1] ▶️  running "))
  }

  @Test func closesTheFrameAndStopsTheAgentWhenCancelled() throws {
    let wasCancelled = Lock(false)
    let record = RecordedOutput()
    try simulate { sim in
      let agent = ClosureAgent { _, publisher in
        try publisher.publish(.thinking("Hm"))
        do {
          try await sim.clock.sleep(for: .seconds(60))
        } catch {
          wasCancelled.withLock { $0 = true }
          throw error
        }
        return FinalAnswer(text: "")
      }
      let session = Session(
        agent: agent, streaming: Streaming(), clock: sim.clock,
        output: record.writer(.output), errors: record.writer(.errors))
      let running = sim.spawn { try await session.run(["x", "y"]) }
      try await sim.clock.sleep(for: .seconds(1))
      running.cancel()
      await #expect(throws: CancellationError.self) { try await running.value }
      #expect(sim.clock.now == .zero.advanced(by: .seconds(1)))
    }
    let hasSeenCancellation = wasCancelled.withLock { $0 }
    #expect(hasSeenCancellation)
    let cut = "└─ Disconnected before the end ─────────"
    #expect(
      record.text() == "\(rule)\nQuery 1: x\n\(rule)\n\n" + frame("🤔 [THINKING] Hm", closedBy: cut))
  }

  @Test func showsTheCancellationWhenItIsStopped() throws {
    let record = RecordedOutput()
    try simulate { sim in
      // An HTTP client answers a cancellation with an error of its own.
      let agent = ClosureAgent { _, publisher in
        try publisher.publish(.thinking("Hm"))
        do { try await sim.clock.sleep(for: .seconds(60)) } catch { throw BrokenWriter() }
        return FinalAnswer(text: "")
      }
      let session = Session(
        agent: agent, streaming: Streaming(), clock: sim.clock,
        output: record.writer(.output), errors: record.writer(.errors),
        isStopped: { sim.clock.now >= .zero.advanced(by: .seconds(1)) })
      await #expect(throws: CancellationError.self) { try await session.run(["x", "y"]) }
      #expect(sim.clock.now < .zero.advanced(by: .milliseconds(1_100)))
    }
    #expect(
      record.text() == "\(rule)\nQuery 1: x\n\(rule)\n\n"
        + frame("🤔 [THINKING] Hm\n  │ ⏹ [CANCELLED] agent cancelled"))
  }

  @Test func aBrokenSinkTakesTheAgentWithIt() throws {
    let record = RecordedOutput()
    try simulate { sim in
      let agent = ClosureAgent { _, publisher in
        try publisher.publish(.thinking("Hm"))
        try await sim.clock.sleep(for: .seconds(60))
        try publisher.publish(.thinking("Too late"))
        return FinalAnswer(text: "")
      }
      let session = Session(
        agent: agent, streaming: Streaming(), clock: sim.clock,
        output: record.writer(.output), errors: record.writer(.errors, limit: 0))
      await #expect(throws: BrokenWriter.self) { try await session.run(["x", "y"]) }
      #expect(sim.clock.now < .zero.advanced(by: .seconds(1)))
    }
    #expect(record.text() == "\(rule)\nQuery 1: x\n\(rule)\n\n")
  }

  /// Runs a session, by the enterprise agent unless another is given.
  private func run(
    _ queries: [String], by agent: (any Agent)?, _ streaming: Streaming?, _ record: RecordedOutput
  ) throws -> Bool {
    try simulate { sim in
      let session = Session(
        agent: agent ?? EnterpriseAgent(clock: sim.clock), streaming: streaming, clock: sim.clock,
        output: record.writer(.output), errors: record.writer(.errors))
      return try await session.run(queries)
    }
  }

  private func frame(
    _ line: String, closedBy footer: String = "└───────────────────────────────────────"
  ) -> String {
    """
      ┌─ Real-time Status Stream ─────────────
      │ \(line)
      \(footer)

    """
  }

  private var rule: String { String(repeating: "=", count: 80) }
}
