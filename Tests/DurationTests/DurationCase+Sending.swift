import StatusStreaming
import Testing

extension DurationCase {
  static let sending = [
    DurationCase(
      "StatusMonitor.deliver(sendTimeout:)",
      "StatusMonitor.deliver(closeTimeout:)",
      "StatusMonitor.deliverAll(sendTimeout:)",
      "StatusMonitor.deliverAll(closeTimeout:)"
    ) { timeout in
      let isShort = timeout < .seconds(1)
      let clock = CountingClock()
      let buffer = StatusBuffer(clock: clock)
      try buffer.open("run-1")
      try buffer.append(.thinking("Planning"), to: "run-1")
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: clock)
      let endings = [
        try await briefly(endsByItself: isShort) {
          await monitor.deliver("run-1", to: StallingSink(), sendTimeout: timeout).delivery.ending
        }.get(),
        try await briefly(endsByItself: isShort) {
          await monitor.deliverAll(to: StallingSink(), sendTimeout: timeout).delivery.ending
        }.get(),
        try await briefly(endsByItself: isShort) {
          var sink = StallingSink()
          return await monitor.deliver("run-1", to: &sink, sendTimeout: timeout).ending
        }.get(),
      ]
      for ending in endings {
        switch ending {
        case .cancelled: #expect(!isShort)
        case .sinkStalled: #expect(isShort)
        default: #expect("\(ending)" == "an ending by cancellation or time-out")
        }
      }
      // What is closed has to be there for ever, or as long as the time-out says.
      for stalls in [false, true] where !stalls || isShort {
        let makeSink = { @Sendable in StallingSink(stallsOnlyInClosing: stalls, isOpen: true) }
        let endings = [
          try await briefly {
            await monitor.deliver("run-1", to: makeSink(), closeTimeout: timeout).delivery.ending
          }.get(),
          try await briefly {
            var sink = makeSink()
            return await monitor.deliver(
              "run-1", to: &sink, sendTimeout: nil, closeTimeout: timeout
            ).ending
          }.get(),
        ]
        for ending in endings {
          if case .sinkStalled = ending {
            #expect(stalls)
          } else if case .cancelled = ending {
            #expect(!stalls)
          } else {
            #expect("\(ending)" == "an ending by cancellation or time-out")
          }
        }
      }
      #expect(clock.sleeps < 100)
    },
    DurationCase(
      "StatusMonitor.Viewing.deliver(sendTimeout:)", "StatusMonitor.Viewing.deliver(closeTimeout:)"
    ) { timeout in
      let buffer = StatusBuffer()
      try buffer.open("run-1")
      try buffer.append(.thinking("Planning"), to: "run-1")
      let admission = await StatusMonitor(buffer: buffer, wakeup: .onAppend).admit("run-1")
      guard case .viewing(let viewing) = admission else {
        Issue.record("\(admission)")
        return
      }
      let deliver = { @Sendable in
        await viewing.deliver(to: StallingSink(), sendTimeout: timeout, closeTimeout: timeout)
          .delivery.ending
      }
      guard timeout > .seconds(1) else {
        // However busy the machine is, it ends by itself.
        if case .sinkStalled = await deliver() { return }
        Issue.record("not stalled")
        return
      }
      if case .cancelled = try await briefly(deliver).get() { return }
      Issue.record("not cancelled")
    },
    DurationCase(
      "StatusMonitor.Admission.deliver(sendTimeout:)",
      "StatusMonitor.Admission.deliver(closeTimeout:)"
    ) { timeout in
      let buffer = StatusBuffer()
      try buffer.open("run-1")
      try buffer.append(.thinking("Planning"), to: "run-1")
      let admission = await StatusMonitor(buffer: buffer, wakeup: .onAppend).admit("run-1")
      let stall = { @Sendable in try await ContinuousClock().sleep(for: .seconds(3_600)) }
      let deliver = { @Sendable in
        let sink = WebSocketMessageSink { _ in
          try await stall()
        } closing: { _, _ in
          try await stall()
        }
        let delivery = try? await admission.deliver(
          to: sink, sendTimeout: timeout, closeTimeout: timeout)
        return delivery?.ending
      }
      guard timeout > .seconds(1) else {
        if case .sinkStalled = await deliver() { return }
        Issue.record("not stalled")
        return
      }
      if case .cancelled = try await briefly(deliver).get() { return }
      Issue.record("not cancelled")
    },
    DurationCase(
      "StatusMonitor.Admission.deliver(sendTimeout:)",
      "StatusMonitor.Admission.deliver(closeTimeout:)"
    ) { timeout in
      let buffer = StatusBuffer()
      try buffer.open("run-1")
      try buffer.append(.thinking("Planning"), to: "run-1")
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend)
      let stall = { @Sendable in try await ContinuousClock().sleep(for: .seconds(3_600)) }
      let reading = { @Sendable in
        let sink = WebSocketMessageSink { _ in
          try await stall()
        } closing: { _, _ in
          try await stall()
        }
        let delivery = try? await monitor.admit("run-1").deliver(
          to: sink, reading: AsyncStream<Int> { _ in }, sendTimeout: timeout, closeTimeout: timeout
        ) {}
        guard case .sinkStalled = delivery?.ending else { return false }
        return true
      }
      let responding = { @Sendable in
        var output = 0
        do {
          try await monitor.admit("run-1").deliver(
            over: &output, sendTimeout: timeout, closeTimeout: timeout
          ) { _, _ in try await stall() }
        } catch is StalledSink {
          return true
        } catch {}
        return false
      }
      for deliver in [reading, responding] {
        // However busy the machine is, what is short ends by itself.
        if timeout <= .seconds(1) {
          #expect(await deliver())
        } else {
          #expect(try await !briefly(deliver).get())
        }
      }
    },
  ]
}

/// Accepts nothing until it is cancelled.
private struct StallingSink: StatusSink {
  var stallsOnlyInClosing = false
  var isOpen = false

  mutating func send(_ event: StreamEvent) async throws {
    if !isOpen { try await stall() }
  }

  mutating func close() async throws {
    if stallsOnlyInClosing { try await stall() }
  }

  private func stall() async throws {
    try await ContinuousClock().sleep(for: .seconds(3_600))
  }
}
