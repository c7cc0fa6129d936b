import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("An admission as a response")
struct RespondingTests {
  /// A writer that belongs to one task.
  private struct Output {
    var bytes: [UInt8] = []
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  @Test("has a status, headers and a body, whether there is something to deliver or not")
  func responses() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      try buffer.append(.thinking("b"), to: "a")
      try buffer.finish("a", with: .failed(message: "no"))
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      for (name, place, status, end) in [
        ("a", "1", 200, "id: 2\nevent: failed\ndata: {\"message\":\"no\"}\n\n"),
        ("a", "2", 204, ""),
        ("a", "9", 409, "cursorAhead: trace 'a' ends at 2, the viewer is at 9\n"),
        ("c", nil, 404, "unknownTrace: trace 'c': it was never opened or is gone\n"),
      ] as [(String, String?, Int, String)] {
        let admission = await monitor.admit(name, lastEventID: place)
        #expect(admission.status == status)
        var output = Output()
        let delivery = try await admission.deliver(over: &output, sendTimeout: .seconds(1)) {
          $0.bytes += $1
        }
        #expect((delivery == nil) == (status != 200))
        if status == 409 {
          #expect(output.text.hasPrefix("cursorAhead: "))
        } else {
          #expect(output.text.hasSuffix(end), "\(output.text)")
        }
        #expect(output.bytes.isEmpty == (status == 204))
        #expect(
          admission.headers.contains { $0 == ("Content-Type", "text/event-stream") }
            == (status == 200))
      }
    }
  }

  @Test("can't be ended properly if its writer stalls or throws")
  func brokenOutput() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      try buffer.append(.thinking("b"), to: "a")
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      let (stalling, breaking) = (await monitor.admit("a"), await monitor.admit("a"))
      var output = Output()
      await #expect(throws: StalledSink.self) {
        try await stalling.deliver(over: &output, sendTimeout: .seconds(1)) { output, bytes in
          output.bytes += bytes
          try await sim.clock.sleep(for: .seconds(60))
        }
      }
      #expect(output.text.hasPrefix("retry: 3000\nid: 1\n"))
      await #expect(throws: CollectingWriter.Broken.self) {
        try await breaking.deliver(over: &output, sendTimeout: nil) { _, _ in
          throw CollectingWriter.Broken()
        }
      }
    }
  }

  @Test("answers while a run that was started goes on")
  func start() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let agent: @Sendable (StatusPublisher) async throws -> FinalAnswer = { publisher in
        try await sim.clock.sleep(for: .seconds(1))
        try publisher.publish(.thinking("b"))
        return FinalAnswer(text: "done")
      }
      let start = sim.clock.now
      let run = try buffer.begin(named: "a")
      let task = run.start(agent)
      #expect(throws: AdmissionAnswer.self) { try buffer.begin(named: "a") }
      #expect(start.duration(to: sim.clock.now) == .zero)
      #expect(try await task.value == FinalAnswer(text: "done"))
      #expect(start.duration(to: sim.clock.now) == .seconds(1))
      await #expect(throws: StatusRun.AlreadyPerformed.self) { try await run.start(agent).value }
      let cancelled = try buffer.begin(named: "c").start(agent)
      cancelled.cancel()
      await #expect(throws: CancellationError.self) { try await cancelled.value }
      let last = try buffer.events(of: "c", after: .zero, limit: 9).last
      #expect(last?.payload == .cancelled(reason: "agent cancelled"))
    }
  }
}
