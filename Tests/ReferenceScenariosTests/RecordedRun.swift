import DeterministicSimulation
import ReferenceScenarios
import StatusStreaming

/// What one run of an agent left in its buffer, and what it returned or threw.
struct RecordedRun {
  let events: [StreamEvent]
  let result: Result<FinalAnswer, any Error>

  /// Runs an agent in virtual time, cancelling it after a while if asked to.
  init(
    _ query: String, cancelledAfter cancellation: Duration? = nil,
    by makeAgent: @escaping (VirtualClock) -> some Agent
  ) throws {
    self = try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let agent = makeAgent(sim.clock)
      let running = sim.spawn("agent") {
        try await buffer.withTrace("run") { publisher in
          try await agent.run(query: query, publishing: publisher)
        }
      }
      if let cancellation {
        try await sim.clock.sleep(for: cancellation)
        running.cancel()
      }
      let result = await running.result
      let events = try buffer.events(of: "run", after: .zero, limit: .max)
      return RecordedRun(events: events, result: result)
    }
  }

  private init(events: [StreamEvent], result: Result<FinalAnswer, any Error>) {
    self.events = events
    self.result = result
  }

  var updates: [StatusUpdate] {
    events.compactMap { event in
      guard case .update(let update) = event.payload else { return nil }
      return update
    }
  }

  var ending: StreamEvent.Payload? { events.last?.payload }
}

/// The running and the ok update of one step.
func stepUpdates(_ id: Int, _ message: String) -> [StatusUpdate] {
  [.step(id, .running, message), .step(id, .ok, "Done!")]
}
