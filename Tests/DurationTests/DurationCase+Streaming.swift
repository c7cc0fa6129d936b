import DeterministicSimulation
import StatusStreaming
import Testing

extension DurationCase {
  typealias Wakeup = StatusMonitor<StatusBuffer, CountingClock>.Wakeup

  static let streaming = [
    DurationCase(
      "StatusBuffer.Configuration.openTimeout", "StatusBuffer.Configuration.init(openTimeout:)"
    ) {
      timeout in
      var configuration = StatusBuffer.Configuration(openTimeout: timeout)
      configuration.openTimeout = timeout
      for wakeup in [Wakeup.onAppend, .polling(every: .seconds(1))] {
        let ending = try await delivery(of: "none", in: configuration, wakeup)
        #expect(ending == (timeout > .seconds(1) ? "cancelled" : "unknownTrace"))
      }
      let events = StatusBuffer(configuration: configuration).events(of: "none")
      let end = try await briefly { for try await _ in events {} }
      #expect(throws: (any Error).self) {
        try end.get()
      }
    },
    DurationCase(
      "StatusBuffer.Configuration.abandonAfter", "StatusBuffer.Configuration.init(abandonAfter:)"
    ) {
      abandonAfter in
      var configuration = StatusBuffer.Configuration(abandonAfter: abandonAfter)
      configuration.abandonAfter = abandonAfter
      for wakeup in [Wakeup.onAppend, .polling(every: .milliseconds(5))] {
        let ending = try await delivery(of: "run-1", in: configuration, wakeup)
        #expect(ending == (abandonAfter > .seconds(1) ? "cancelled" : "finished"))
      }
    },
    DurationCase(
      "StatusBuffer.Configuration.retention", "StatusBuffer.Configuration.init(retention:)"
    ) {
      retention in
      var configuration = StatusBuffer.Configuration(retention: retention)
      configuration.retention = retention
      let buffer = StatusBuffer(configuration: configuration)
      for trace in ["run-1", "run-2", "run-3"] as [TraceID] {
        try await buffer.withTrace(trace) { _ in FinalAnswer(text: "done") }
      }
      #expect(buffer.traceCount == (retention > .seconds(1) ? 3 : 0))
    },
    DurationCase(
      "EventStreamEncoder.Profile.agUI(startedAt:)",
      "WebSocketMessageEncoder.Profile.agUI(startedAt:)"
    ) { start in
      let event = StreamEvent(trace: "run-1", sequence: 1, payload: .gap(lost: 1))
      var bytes: [UInt8] = []
      var stream = EventStreamEncoder(profile: .agUI(threadID: "t", startedAt: start))
      try stream.encode(event, into: &bytes)
      var socket = WebSocketStatusEncoder(profile: .agUI(threadID: "t", startedAt: start))
      try socket.encode(event, into: &bytes)
      #expect(!bytes.isEmpty)
    },
    DurationCase("TraceSnapshot.init(time:)") { time in
      let snapshot = TraceSnapshot(trace: "run-1", cursor: 1, time: time)
      var encoder = EventStreamEncoder(profile: .agUI(threadID: "t"))
      var bytes: [UInt8] = []
      try encoder.encode(snapshot, into: &bytes)
      #expect(!bytes.isEmpty)
    },
    DurationCase("StatusMonitor.init(heartbeatInterval:)") { interval in
      let buffer = StatusBuffer()
      _ = StatusMonitor(buffer: buffer, heartbeatInterval: interval)
      for wakeup in [Wakeup.onAppend, .polling(every: .seconds(1))] {
        let ending = try await delivery(of: "run-1", wakeup, heartbeatInterval: interval)
        #expect(ending == "cancelled")
      }
    },
    DurationCase("WebSocketSession.run(closeTimeout:)") { timeout in
      let session = WebSocketSession(writer: SilentWriter())
      let ended = try await briefly {
        await session.run(reading: AsyncStream<[UInt8]> { _ in }, closeTimeout: timeout) {}
      }
      try ended.get()
      #expect(session.closure == nil)
    },
    DurationCase("StatusMonitor.admit(openTimeout:)") { timeout in
      for wakeup in [Wakeup.onAppend, .polling(every: .seconds(1))] {
        let monitor = StatusMonitor(buffer: StatusBuffer(), wakeup: wakeup, clock: CountingClock())
        let admission = try await briefly { await monitor.admit("none", openTimeout: timeout) }
        guard case .answer(let answer) = try admission.get() else {
          Issue.record("admitted to nothing")
          continue
        }
        #expect(answer.status == 404)
      }
    },
    DurationCase("HangUpPolicy.cancelsAgent(reconnectGrace:)") { grace in
      guard let policy = try? HangUpPolicy.cancelsAgent(reconnectGrace: grace) else {
        return #expect(grace <= .zero)
      }
      let buffer = StatusBuffer()
      let run = try buffer.begin("run-1", onHangUp: policy)
      // A viewer comes and hangs up.
      _ = await StatusMonitor(buffer: buffer).admit("run-1")
      _ = try await briefly {
        try await run.perform { _ in
          try await ContinuousClock().sleep(for: .seconds(60))
          return FinalAnswer(text: "done")
        }
      }
      let end = try buffer.events(of: "run-1", after: .zero, limit: 1).last?.payload
      let reason = grace > .seconds(1) ? "agent cancelled" : "all viewers have hung up"
      #expect(end == .cancelled(reason: reason))
    },
    DurationCase("StatusBuffer.drain(time:)") { time in
      let buffer = StatusBuffer()
      try buffer.open("run-1")
      let viewer = Task {
        var sink = SilentSink()
        return await StatusMonitor(buffer: buffer, wakeup: .onAppend).deliver("run-1", to: &sink)
      }
      while buffer.counters.viewers == 0 { await Task.yield() }
      let outcome = await buffer.drain(within: time)
      #expect(outcome == .allGone || time <= .seconds(1))
      guard case .draining = await viewer.value.ending else {
        Issue.record("the viewer was not sent away")
        return
      }
    },
    DurationCase("StatusBuffer.Counters.Lag.init(time:)", "StatusBuffer.Counters.Lag.time") {
      time in
      var lag = StatusBuffer.Counters.Lag(time: time)
      lag.time = time
      #expect(lag.time == time)
    },
    DurationCase("StatusMonitor.Wakeup.polling(interval:)") { interval in
      for beat in [nil, interval] {
        let wakeup = Wakeup.polling(every: interval)
        let ending = try await delivery(of: "run-1", wakeup, heartbeatInterval: beat)
        #expect(ending == "cancelled")
      }
    },
    DurationCase("EventStreamEncoder.init(reconnectionTime:)") { time in
      var encoder = EventStreamEncoder(profile: .resumable, reconnectionTime: time)
      var bytes: [UInt8] = []
      try encoder.encode(event(at: .zero), into: &bytes)
      let milliseconds = time > .seconds(1) ? 3_155_760_000_000 : 0
      #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("retry: \(milliseconds)\nid: 1\n"))
    },
    DurationCase("StreamEvent.time", "StreamEvent.init(time:)") { time in
      let event = event(at: time)
      for var encoder in encoders {
        var bytes: [UInt8] = []
        let isEncoded = (try? encoder.encode(event, into: &bytes)) != nil
        #expect(isEncoded == (time >= .zero && time <= .seconds(Int64.max)))
        #expect(isEncoded || bytes.isEmpty)
      }
    },
  ]

  static var encoders: [any StatusEncoder] {
    [
      TerminalEncoder(), TerminalEncoder(labelsTraces: true, showsTimes: true),
      EventStreamEncoder(profile: .reference), EventStreamEncoder(profile: .resumable),
      WebSocketStatusEncoder(), JSONLinesEncoder(),
    ]
  }

  static func event(at time: Duration) -> StreamEvent {
    var event = StreamEvent(
      trace: "run-1", sequence: 1, time: time, payload: .update(.thinking("Planning")))
    event.time = time
    return event
  }

  /// How a delivery of a silent trace ends that is cancelled soon; it must not have been busy.
  static func delivery(
    of trace: TraceID, in configuration: StatusBuffer.Configuration = .init(), _ wakeup: Wakeup,
    heartbeatInterval: Duration? = nil
  ) async throws -> String {
    let clock = CountingClock()
    let buffer = StatusBuffer(configuration: configuration, clock: clock)
    try buffer.open("run-1")
    let monitor = StatusMonitor(
      buffer: buffer, wakeup: wakeup, heartbeatInterval: heartbeatInterval, clock: clock)
    let ending = try await briefly {
      var sink = SilentSink()
      return await monitor.deliver(trace, to: &sink).ending
    }.get()
    #expect(clock.sleeps < 100)
    return switch ending {
    case .finished: "finished"
    case .cancelled: "cancelled"
    case .draining: "draining"
    case .sinkStalled: "sinkStalled"
    case .sinkFailed: "sinkFailed"
    case .bufferFailed(let error): (error as? BufferError)?.code.rawValue ?? "\(error)"
    }
  }
}

/// Accepts everything.
struct SilentSink: StatusSink {
  mutating func send(_ event: StreamEvent) {}
}

private struct SilentWriter: ByteWriter, Sendable {
  func write(_ bytes: [UInt8]) {}
}
