import DeterministicSimulation
import ReferenceScenarios
import StatusStreaming
import Testing

extension DurationCase {
  static let scenarios = [
    DurationCase("Scenario.Monitor.heartbeatInterval", "Scenario.Monitor.init(heartbeatInterval:)")
    {
      interval in
      var monitor = Scenario.Monitor(heartbeatInterval: interval)
      monitor.heartbeatInterval = interval
      try await play(scenario(monitor: monitor), for: interval)
    },
    DurationCase("Scenario.Monitor.Wakeup.polling(every:)") { interval in
      try await play(scenario(monitor: .init(wakeup: .polling(every: interval))), for: interval)
    },
    DurationCase(
      "Scenario.Viewer.arrival", "Scenario.Viewer.init(arrival:)", "Scenario.Viewer.writeLatency",
      "Scenario.Viewer.init(writeLatency:)"
    ) { duration in
      var viewer = Scenario.Viewer(.webSocket(.reference), arrival: duration, writeLatency: .zero)
      viewer.arrival = duration
      try await play(scenario(viewer: viewer), for: duration)
      viewer = Scenario.Viewer(.webSocket(.reference), writeLatency: duration)
      viewer.writeLatency = duration
      try await play(scenario(viewer: viewer), for: duration)
    },
    DurationCase("Scenario.Viewer.departure", "Scenario.Viewer.init(departure:)") { duration in
      var viewer = Scenario.Viewer(.webSocket(.reference), departure: duration)
      viewer.departure = duration
      try await play(scenario(viewer: viewer), for: duration)
    },
    DurationCase("Scenario.Cut.pause", "Scenario.Cut.init(pause:)") { pause in
      var cut = Scenario.Cut(afterWrites: 0, bytes: 0, pause: pause)
      cut.pause = pause
      let viewer = Scenario.Viewer(.eventStream(.resumable), cuts: [cut])
      try await play(scenario(viewer: viewer), for: pause)
    },
    DurationCase(
      "Scenario.Run.start", "Scenario.Run.init(start:)", "Scenario.Run.cancellation",
      "Scenario.Run.init(cancellation:)"
    ) { duration in
      var run = Scenario.Run(query: "logs", start: duration)
      run.start = duration
      try await play(scenario(run: run), for: duration)
      run = Scenario.Run(query: "logs", cancellation: duration)
      run.cancellation = duration
      try await play(scenario(run: run), for: duration)
    },
    DurationCase("AgentScript.Line.pause", "AgentScript.Line.init(pause:)") { pause in
      var line = AgentScript.Line(after: pause, [.thinking("Planning")])
      line.pause = pause
      let script = AgentScript([line], outcome: .complete(FinalAnswer(text: "done")))
      try await play(scenario(run: .init(query: "logs", agent: .script(script))), for: pause)
    },
    DurationCase(
      "AgentTiming.triage", "AgentTiming.init(triage:)", "AgentTiming.steps",
      "AgentTiming.init(steps:)", "AgentTiming.documentCharacter",
      "AgentTiming.init(documentCharacter:)", "AgentTiming.checks", "AgentTiming.init(checks:)"
    ) { duration in
      let steps = Dictionary(uniqueKeysWithValues: Step.allCases.map { ($0, duration) })
      let checks = Dictionary(
        uniqueKeysWithValues: DiagnosticCheck.Kind.allCases.map { ($0, duration) })
      let timings = [
        AgentTiming(triage: duration), AgentTiming(steps: steps),
        AgentTiming(documentCharacter: duration), AgentTiming(checks: checks),
      ]
      for timing in timings {
        for query in ["Analyze the latest deployment logs", "We're seeing a ValueError"] {
          for agent in [Scenario.Run.AgentKind.planner(), .pipeline] {
            let run = Scenario.Run(query: query, agent: agent, timing: timing)
            try await play(scenario(run: run), for: duration)
          }
        }
      }
    },
  ]

  static func scenario(
    run: Scenario.Run = .init(query: "logs", timing: AgentTiming()),
    monitor: Scenario.Monitor = .init(wakeup: .onAppend),
    viewer: Scenario.Viewer = .init(.terminal())
  ) -> Scenario {
    Scenario("forever", "Takes its time.", runs: [run], monitor: monitor, viewers: [viewer])
  }

  /// Plays a scenario in virtual time, which fails at most because nothing more can happen, and on
  /// the real clock, where it is cancelled.
  private static func play(_ scenario: Scenario, for duration: Duration) async throws {
    let code = failure { _ = try await scenario.play(on: $0.clock) }
    #expect(code == nil || duration > .seconds(1) && [.deadlock, .timeLimit].contains(code))
    let counting = CountingClock()
    _ = try await briefly { _ = try await scenario.play(on: counting) }
    #expect(counting.sleeps < 100)
    _ = failure { _ = try await scenario.events(on: $0.clock) }
  }
}
