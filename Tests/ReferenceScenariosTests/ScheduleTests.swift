import DeterministicSimulation
import Foundation
import ReferenceScenarios
import StatusStreaming
import Testing

/// A second of schedules by default; `SCENARIO_SCHEDULES=200` is for a run by hand.
@Suite("Under any schedule")
struct ScheduleTests {
  private static let schedules =
    ProcessInfo.processInfo.environment["SCENARIO_SCHEDULES"].flatMap(UInt64.init) ?? 4

  private struct Difference: Error {
    let place: String
  }

  @Test("a scenario gives the same bytes", arguments: Scenario.all)
  func scenarios(scenario: Scenario) throws {
    let expected = try play(scenario).map(\.bytes)
    try explore(.random(seeds: 0..<Self.schedules)) { sim in
      let connections = try await scenario.play(on: sim.clock).connections
      for (connection, bytes) in zip(connections, expected) where connection.bytes != bytes {
        throw Difference(place: connection.fileName)
      }
    }
  }

  @Test("the pipeline publishes the same until a step fails", arguments: Step.allCases)
  func failingStep(step: Step) throws {
    let query = (Route.bug.steps.contains(step) ? Route.bug : .documents).exampleQuery
    let fault = AgentFault.stepFailure(step, message: "no answer")
    let expected = try RecordedRun(query) { RoadmapPipeline(clock: $0, fault: fault) }
    try explore(.random(seeds: 0..<(10 * Self.schedules))) { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      _ = try? await buffer.withTrace("run") { publisher in
        try await RoadmapPipeline(clock: sim.clock, fault: fault).run(
          query: query, publishing: publisher)
      }
      let events = try buffer.events(of: "run", after: .zero, limit: .max)
      if events != expected.events { throw Difference(place: "\(events.count) events") }
    }
  }

  @Test("a cancelled pipeline has published a prefix", arguments: Route.allCases)
  func cancellation(route: Route) throws {
    let whole = try RecordedRun(route.exampleQuery) { RoadmapPipeline(clock: $0) }
    // The instants at which something happens are those where a schedule makes a difference.
    let instants = Set(whole.events.map(\.time)).sorted().dropLast()
    for instant in instants {
      try explore(.random(seeds: 0..<Self.schedules)) { sim in
        let buffer = StatusBuffer(clock: sim.clock)
        let running = sim.spawn("agent") {
          try await buffer.withTrace("run") { publisher in
            try await RoadmapPipeline(clock: sim.clock).run(
              query: route.exampleQuery, publishing: publisher)
          }
        }
        try await sim.clock.sleep(for: instant)
        running.cancel()
        let result = await running.result
        let events = try buffer.events(of: "run", after: .zero, limit: .max)
        guard case .failure(let error) = result, error is CancellationError,
          events.last?.payload == .cancelled(reason: "agent cancelled"),
          events.dropLast().elementsEqual(whole.events.prefix(events.count - 1))
        else { throw Difference(place: "\(instant)") }
      }
    }
  }
}
