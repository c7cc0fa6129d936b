import GoldenTranscripts
import StatusConformance
import StatusStreaming
import Synchronization
import Testing

extension DurationCase {
  static let conformance = [
    DurationCase("Execution.real(timeout:)") { timeout in
      let verification = BufferVerification(execution: .real(timeout: timeout, runs: 2)) {
        StatusBuffer()
      }
      let verdict = await verification.verify(try #require(ConformanceRule(id: 204)))
      #expect(!"\(verdict)".isEmpty)
      if timeout > .seconds(1) {
        guard case .pass = verdict else { return #expect("\(verdict)" == "a pass") }
      }
    },
    DurationCase("BufferVerification.init(retention:)") { retention in
      let verification = BufferVerification(
        execution: .simulated(runs: 40), retention: retention
      ) { clock in
        StatusBuffer(
          configuration: .init(retention: .seconds(100_000_000), abandonAfter: nil), clock: clock)
      }
      let verdict = await verification.verify(try #require(ConformanceRule(id: 102)))
      guard case .pass = verdict else { return #expect("\(verdict)" == "a pass") }
    },
    DurationCase("DeliveryVerification.init(sendTimeout:)") { timeout in
      let verification = DeliveryVerification(
        sendTimeout: timeout, execution: .simulated(runs: 30)
      ) { run in
        let monitor = StatusMonitor(buffer: run.statusBuffer, wakeup: .onAppend, clock: run.clock)
        let (delivery, _) = await monitor.deliver(run.trace, to: run.sink, sendTimeout: timeout)
        guard case .finished = delivery.ending else { throw StatusFailure("\(delivery.ending)") }
      }
      let verdict = await verification.verify(try #require(ConformanceRule(id: 614)))
      if timeout >= .milliseconds(1), timeout <= .seconds(60) {
        guard case .pass = verdict else { return #expect("\(verdict)" == "a pass") }
      } else if timeout <= .zero || timeout > .seconds(60) {
        #expect("\(verdict)".contains("expected more than zero, at most a minute"))
      }
    },
    DurationCase("RunClock.Instant.advanced(duration:)", "RunClock.sleep(tolerance:)") { duration in
      for execution in [Execution.simulated(runs: 1), .real(timeout: .seconds(20), runs: 1)] {
        let isReached = Atomic(false)
        let verification = AgentVerification(execution: execution) { run in
          let clock = run.clock
          let later = clock.now.advanced(by: duration).advanced(by: duration)
          #expect(later < clock.now || duration >= .zero)
          #expect(clock.now.duration(to: later) <= .zero || duration > .zero)
          #expect(later.duration(to: clock.now) >= .zero || duration > .zero)
          try await clock.sleep(until: clock.now, tolerance: duration)
          isReached.store(true, ordering: .relaxed)
          let sleeper = run.spawn { try await clock.sleep(until: later, tolerance: duration) }
          sleeper.cancel()
          _ = try? await sleeper.value
        }
        _ = await verification.verify(try #require(ConformanceRule(id: 201)))
        let hasSlept = isReached.load(ordering: .relaxed)
        #expect(hasSlept)
      }
    },
    DurationCase("ByteDifference.init(instant:)") { instant in
      let difference = ByteDifference(from: [0x31], to: [0x32], instant: { _ in instant })
      #expect(difference?.description.contains(" s: ") == true)
    },
  ]
}
