import DeterministicSimulation
import ReferenceScenarios
import StatusStreaming
import Testing

@Suite("A scenario")
struct ScenarioTests {
  private static let names = [
    "documents", "bug", "general", "documents-pipeline", "bug-pipeline", "step-failure", "no-path",
    "budget-exhausted", "paused", "agent-throws", "cancelled-midway", "cancelled-with-reason",
    "empty-run", "two-traces", "slow-viewer", "reconnect", "reconnect-websocket", "closed-early",
    "late-viewer",
    "idle-heartbeats", "heartbeat-forms", "wake", "timestamps",
    "hostile-messages", "burst",
  ]

  @Test("can be looked up by its name")
  func registry() {
    #expect(Scenario.all.map(\.name) == Self.names)
    #expect(Self.names.allSatisfy { Scenario.named($0)?.name == $0 })
    #expect(Scenario.named("no such scenario") == nil)
    #expect(Scenario.all.allSatisfy { !$0.summary.isEmpty })
  }

  @Test("numbers the files of a format that has several, and resumable ones always")
  func fileNames() {
    let cut = Scenario.Cut(afterWrites: 1, bytes: 0, pause: .zero)
    let scenario = Scenario(
      "names", "Viewers of every kind.", runs: [],
      viewers: [
        Scenario.Viewer(.terminal()), Scenario.Viewer(.webSocket(.reference)),
        Scenario.Viewer(.terminal(showsTimes: true), cuts: [cut]),
        Scenario.Viewer(.eventStream(.reference)), Scenario.Viewer(.eventStream(.resumable)),
      ])
    #expect(
      scenario.fileNames == [
        ["terminal.1.txt"], ["websocket.frames"], ["terminal.2.txt", "terminal.3.txt"],
        ["reference.sse"], ["resumable.1.sse"],
      ])
  }

  @Test("is not said to have been played by a task that was cancelled", arguments: [true, false])
  func cancelled(isWatched: Bool) throws {
    try simulate { sim in
      let scenario = try #require(Scenario.named("documents"))
      let player = sim.spawn("player") {
        if isWatched {
          _ = try await scenario.play(on: sim.clock)
        } else {
          _ = try await scenario.events(on: sim.clock)
        }
      }
      try await sim.clock.sleep(for: .milliseconds(1))
      player.cancel()
      await #expect(throws: CancellationError.self) { try await player.value }
    }
  }

  @Test("ends well for every viewer, at the end of the trace", arguments: Scenario.all)
  func endings(scenario: Scenario) throws {
    let connections = try play(scenario)
    #expect(connections.map(\.fileName) == scenario.fileNames.flatMap(\.self))
    #expect(Set(connections.map(\.fileName)).count == connections.count)

    let events = try simulate { sim in try await scenario.events(on: sim.clock) }
    let ends = events.filter(\.payload.isTerminal).map { ($0.trace, $0.cursor) }
    #expect(ends.count == scenario.runs.count)
    for (viewer, names) in zip(scenario.viewers, scenario.fileNames) {
      let last = try #require(connections.first { $0.fileName == names.last })
      if viewer.departure != nil {
        #expect(last.isCancelled)
        continue
      }
      #expect(last.isFinished)
      for (trace, cursor) in ends where viewer.subject.includes(trace) {
        #expect(last.cursors[trace] == cursor)
      }
    }
  }

  @Test("gives the same bytes every time", arguments: Scenario.all)
  func determinism(scenario: Scenario) throws {
    let first = try play(scenario).map(\.bytes)
    let isRepeated = try play(scenario).map(\.bytes) == first
    #expect(isRepeated)
  }

  @Test("never has timers of two tasks on one instant", arguments: Scenario.all)
  func ties(scenario: Scenario) throws {
    let log = ObservedClock<VirtualClock>.Log()
    _ = try simulate { sim in
      try await scenario.play(on: ObservedClock(base: sim.clock, log: log))
    }
    let sleeps = Set(log.completed)
    let instants = Set(sleeps.map(\.deadline))
    #expect(sleeps.count == instants.count)
    #expect(!sleeps.isEmpty)
  }

  @Test("publishes the same with and without viewers", arguments: Scenario.all)
  func events(scenario: Scenario) throws {
    var roomy = scenario
    roomy.buffer.capacity = 1000
    roomy.monitor.heartbeatInterval = nil
    roomy.viewers = scenario.runs.map {
      Scenario.Viewer(.webSocket(.reference), of: .trace($0.trace))
    }
    let events = try simulate { sim in try await scenario.events(on: sim.clock) }
    for (run, connection) in zip(scenario.runs, try play(roomy)) {
      let own = events.filter { $0.trace == run.trace }
      #expect(own.map(\.sequence.rawValue) == Array(1...own.count))
      var encoder = WebSocketStatusEncoder()
      var bytes: [UInt8] = []
      for event in own { try encoder.encode(event, into: &bytes) }
      let isSame = bytes == connection.bytes
      #expect(isSame)
    }
  }

  @Test("can be cancelled while it is played")
  func cancellation() throws {
    let scenario = try #require(Scenario.named("two-traces"))
    #expect(throws: CancellationError.self) {
      try simulate { sim in
        let playing = sim.spawn("play") { _ = try await scenario.play(on: sim.clock) }
        try await sim.clock.sleep(for: .milliseconds(200))
        playing.cancel()
        try await playing.value
      }
    }
  }
}

extension Scenario.Viewer.Subject {
  fileprivate func includes(_ trace: TraceID) -> Bool {
    switch self {
    case .trace(let own, _): own == trace
    case .allTraces: true
    }
  }
}
