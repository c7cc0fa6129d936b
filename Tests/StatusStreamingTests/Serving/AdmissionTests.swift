import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("Admission of a viewer")
struct AdmissionTests {
  private typealias AnyWakeup = StatusMonitor<ForeignBuffer, VirtualClock>.Wakeup

  private static let requests: [(String, String?, AdmissionAnswer.Reason?)] = [
    ("open", nil, nil), ("open", "0", nil), ("open", "1", nil), ("open", "2", nil),
    ("done", nil, nil), ("done", "2", nil), ("done", "3", .ended), ("done", "4", .cursorAhead),
    ("open", "3", .cursorAhead), ("open", "E-1", .otherEpoch), ("never", nil, .unknownTrace),
    ("never", "E-0", .otherEpoch), ("gone", nil, .unknownTrace), ("gone", "0", .unknownTrace),
    ("gone", "1", .gone), ("never", "1", .gone), ("", nil, .malformedTrace),
    ("a b", "1", .malformedTrace), ("a%20b", nil, .unknownTrace), ("ä", nil, .malformedTrace),
    ("a\r\nSet-Cookie: b", nil, .malformedTrace),
    (String(repeating: "a", count: 129), nil, .malformedTrace), ("open", "", .malformedLastEventID),
    ("open", "-1", .malformedLastEventID), ("open", "one", .malformedLastEventID),
    ("never", "1 ", .malformedLastEventID),
  ]

  @Test("answers by trace and cursor, at once", arguments: requests)
  func answers(trace: String, lastEventID: String?, reason: AdmissionAnswer.Reason?) throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(clock: sim.clock)
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      #expect(await monitor.admit(trace, lastEventID: lastEventID).reason == reason)
      let foreign = ForeignBuffer(clock: sim.clock).over(buffer)
      for wakeup in [AnyWakeup.onAppend, .polling(every: .seconds(7))] {
        let monitor = StatusMonitor(buffer: foreign, wakeup: wakeup, clock: sim.clock)
        #expect(await monitor.admit(trace, lastEventID: lastEventID).reason == reason)
      }
      #expect(sim.clock.now.nanoseconds == 0)
      #expect(buffer.counters.viewers == 0)
    }
  }

  @Test("gives the viewing, or throws the answer")
  func getting() throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(clock: sim.clock)
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      #expect(try await monitor.admit("open", lastEventID: "1").get().cursor == 1)
      let error = await #expect(throws: AdmissionAnswer.self) {
        _ = try await monitor.admit("done", lastEventID: "3").get()
      }
      #expect(error?.reason == .ended)
    }
  }

  @Test("knows the cursors of the buffer's own epoch")
  func epochs() throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(.init(epoch: "E2"), clock: sim.clock)
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      #expect(await monitor.admit("done", lastEventID: "E2-3").reason == .ended)
      #expect(await monitor.admit("done", lastEventID: "E1-3").reason == .otherEpoch)
      #expect(await monitor.admit("done", lastEventID: "3").reason == .otherEpoch)
      #expect(await monitor.admit("gone", lastEventID: "E2-1").reason == .gone)
      #expect(await monitor.admit("gone", lastEventID: "E1-1").reason == .otherEpoch)
      #expect(await monitor.admit("open", lastEventID: "0").reason == nil)
      #expect(try await monitor.admit("open", lastEventID: "E2-1").viewing().cursor.number == 1)
    }
  }

  @Test("answers in HTTP", arguments: AdmissionAnswer.Reason.allCases)
  func http(reason: AdmissionAnswer.Reason) throws {
    let statuses: [AdmissionAnswer.Reason: Int] = [
      .malformedTrace: 400, .malformedLastEventID: 400, .unknownTrace: 404, .gone: 410,
      .ended: 204, .cursorAhead: 409, .otherEpoch: 409, .tooManyViewers: 503, .draining: 503,
      .bufferFailed: 500, .traceExists: 409, .tooManyTraces: 503, .closed: 503,
    ]
    #expect(reason.status == statuses[reason])
  }

  @Test("says what was wrong with the request, and nothing that could do harm")
  func text() throws {
    try simulate { sim in
      let monitor = StatusMonitor(
        buffer: try StatusBuffer.sample(clock: sim.clock), clock: sim.clock)
      for (trace, lastEventID, reason) in Self.requests {
        guard case .answer(let answer) = await monitor.admit(trace, lastEventID: lastEventID) else {
          continue
        }
        #expect(answer.status == reason?.status)
        #expect(answer.body.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A })
        #expect(answer.headers.contains { $0 == ("Cache-Control", "no-store") })
        let hasType = answer.headers.contains { $0.0 == "Content-Type" }
        #expect(hasType == (answer.status != 204))
        #expect(answer.body.isEmpty == (answer.status == 204))
        #expect((answer.error == nil) == (reason == .ended))
      }
      guard case .answer(let answer) = await monitor.admit("never") else { return }
      #expect(answer.body == "unknownTrace: trace 'never': it was never opened or is gone\n")
    }
  }

  @Test("names the headers of an event stream")
  func headers() {
    let headers = EventStreamHTTP.headers.map { "\($0.0): \($0.1)" }
    #expect(
      headers == [
        "Content-Type: text/event-stream", "Cache-Control: no-cache", "X-Accel-Buffering: no",
      ])
    #expect(EventStreamHTTP.lastEventID == "Last-Event-ID")
  }

  @Test("says nothing of what a buffer of another kind throws")
  func failingBuffer() throws {
    try simulate { sim in
      let buffer = ForeignBuffer(clock: sim.clock, end: .zero)
      let admission = await StatusMonitor(buffer: buffer, clock: sim.clock).admit("a")
      guard case .answer(let answer) = admission else {
        Issue.record("admitted")
        return
      }
      #expect(answer.status == 500)
      #expect(answer.error is ForeignBuffer.Unreachable)
      #expect(!answer.body.contains("Unreachable"))
    }
  }

  @Test("waits for a trace as long as it is told, holding a place")
  func waiting() throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(limits: .init(viewers: 1)), clock: sim.clock)
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      let early = sim.spawn("early") { await monitor.admit("a", openTimeout: .seconds(10)).reason }
      try await sim.clock.sleep(for: .seconds(1))
      #expect(buffer.counters.viewers == 1)
      #expect(await monitor.admit("b", openTimeout: .seconds(1)).reason == .tooManyViewers)
      #expect(await monitor.admit("b").reason == .unknownTrace)
      #expect(await early.value == .unknownTrace)
      #expect(sim.clock.now.nanoseconds == 10_000_000_000)
      #expect(buffer.counters.viewers == 0)
      let later = sim.spawn("later") { await monitor.admit("a", openTimeout: .seconds(10)) }
      try await sim.clock.sleep(for: .seconds(9))
      try await buffer.withTrace("a") { _ in FinalAnswer(text: "Done") }
      buffer.remove("a")
      var sink = CollectingSink()
      let delivery = try await later.value.viewing().deliver(to: &sink)
      #expect(delivery.ending.name == "finished")
      #expect(sink.sequences == [1])
      #expect(sim.clock.now.nanoseconds == 19_000_000_000)
    }
  }

  @Test("waits with any buffer, and no longer than its task")
  func waitingElsewhere() throws {
    try simulate { sim in
      for wakeup in [AnyWakeup.onAppend, .polling(every: .seconds(3))] {
        let buffer = ForeignBuffer(clock: sim.clock)
        let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
        let start = sim.clock.now
        #expect(await monitor.admit("a", openTimeout: .seconds(10)).reason == .unknownTrace)
        #expect(start.duration(to: sim.clock.now) == .seconds(10))
        let cancelled = sim.spawn("cancelled") {
          await monitor.admit("a", openTimeout: .seconds(10)).reason
        }
        let found = sim.spawn("found") {
          await monitor.admit("a", openTimeout: .seconds(10)).reason
        }
        try await sim.clock.sleep(for: .seconds(1))
        cancelled.cancel()
        #expect(await cancelled.value == .unknownTrace)
        try await buffer.open("a")
        #expect(await found.value == nil)
        #expect(start.duration(to: sim.clock.now) <= .seconds(14))
      }
    }
  }

  @Test("is refused while the buffer drains, but for what is certain")
  func draining() throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(clock: sim.clock)
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      let waiting = sim.spawn("waiting") {
        await monitor.admit("a", openTimeout: .seconds(60)).reason
      }
      try await sim.clock.sleep(for: .seconds(1))
      let drain = sim.spawn("drain") { await buffer.drain(within: .seconds(60)) }
      #expect(await waiting.value == .draining)
      #expect(await drain.value == .allGone)
      for (trace, lastEventID, reason) in Self.requests {
        let isCertain = [.ended, .malformedTrace, .malformedLastEventID].contains(reason)
        let answer = await monitor.admit(trace, lastEventID: lastEventID).reason
        #expect(answer == (isCertain ? reason : .draining), "\(trace) \(lastEventID ?? "")")
      }
      guard case .answer(let answer) = await monitor.admit("open") else { return }
      #expect(answer.headers.contains { $0 == ("Retry-After", "5") })
      #expect(sim.clock.now.nanoseconds == 1_000_000_000)
    }
  }

  @Test("is refused if there are too many viewers, but for what needs no place")
  func full() throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(.init(limits: .init(viewers: 1)), clock: sim.clock)
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      let first = try await monitor.admit("open").viewing()
      for (trace, lastEventID, reason) in Self.requests {
        let answer = await monitor.admit(trace, lastEventID: lastEventID).reason
        #expect(answer == reason ?? .tooManyViewers, "\(trace) \(lastEventID ?? "")")
      }
      #expect(first.trace == "open")
    }
  }
}
