import RunTimelines
import ReferenceScenarios
import StatusStreaming

/// Runs that are worlds; how long one is says how much work goes well before some fails.
extension AgentTrial {
  var design: WorldDesign<AgentSituation> {
    let situations = AgentSituation.allCases.filter { isExplored || $0 != .longWork }
    return WorldDesign(situations, upTo: 1_001)
  }

  func perform(
    _ world: World<AgentSituation>, on stage: Stage, into recorder: Recorder<AgentRecording>
  ) async {
    stage.allow(work: 1_000)
    let query = query(in: world, on: stage)
    recorder.note(
      at: stage.clock.now, "the agent is asked \(query.prefix(200).debugDescription)",
      Drawing(in: "agent", .note, "asked"))
    let run = AgentRun(
      faults(in: world, on: stage), query: query, on: stage, into: recorder)
    note(world, into: recorder)
    let agent = start(run, on: stage, into: recorder)
    if world.has(.cancelledInFailure) {
      let isAtOnce = stage.next(below: 2) == 0
      run.whenFailed {
        let cancel = {
          run.noteCancellation(into: recorder)
          agent.cancel()
        }
        if isAtOnce { return cancel() }
        _ = stage.spawn("who cancels the agent") {
          for _ in 0..<stage.next(below: 6) { await stage.step() }
          cancel()
        }
      }
    }
    if world.has(.cancelled) || world.has(.hurried) {
      // Between any two steps of the tasks that there are, and at any time.
      for _ in 0..<stage.next(below: world.has(.hurried) ? 3 : 40) { await stage.step() }
      if world.has(.cancelled) {
        let delays = [30, 0, 1, 10, 20, 55, 60, 90, 140, 200, 300, 450, 1_000, 3_000]
        let delay: Duration =
          world.has(.longWork) && stage.next(below: 2) == 1
          ? stage.silence(longOnceIn: 6) : .milliseconds(stage.element(of: delays))
        try? await stage.clock.sleep(for: delay)
      }
      run.noteCancellation(into: recorder)
      agent.cancel()
    }
    try? await agent.value
    await run.settle()
  }

  private func query(in world: World<AgentSituation>, on stage: Stage) -> String {
    let usual = Route.allCases.map(\.exampleQuery) + ["hello", ""]
    guard world.has(.oddQuery) else { return stage.element(of: usual) }
    let odd = [
      " ", "?", "\n", "a\nb\r\nc", "\0", "🧠", "e\u{301}", "日本語のログ", "\"quoted\" \\ {}", "null", "0",
      "DEPLOYMENT LOGS", "deployment", "logs", "error error error", "status of production",
      "analyze deployment logs of the API service and help diagnose the ValueError",
      String(repeating: "why ", count: 2_500), String(repeating: "x", count: 70_000),
    ]
    let query = stage.element(of: odd)
    return stage.next(below: 2) == 0 ? query : "\(stage.element(of: usual))\n\(query)"
  }

  private func faults(in world: World<AgentSituation>, on stage: Stage) -> AgentFaults {
    var faults = AgentFaults()
    if world.has(.crashing) {
      faults.error = .crash
    } else if world.has(.stray) {
      faults.error = .stray
    } else if [.failing, .recovering, .persistent, .cancelledInFailure].contains(where: world.has) {
      faults.error = .failure
    }
    faults.situations = [.failing, .crashing, .stray, .recovering, .persistent].filter(world.has)
    // Most agents make a few calls.
    let isLate = stage.next(below: 2) == 0 && !world.has(.cancelledInFailure)
    faults.callsBefore = isLate ? world.length : stage.element(of: [0, 1, 0, 2])
    if world.has(.recovering) { faults.failingCalls = stage.element(of: [2, 1, 3]) }
    if world.has(.persistent) { faults.failingCalls = .max }
    if world.has(.cancelledInFailure) {
      faults.callsBeforeCancellation = stage.element(of: [0, 1, 0, 2, 3])
    }
    if world.has(.longWork) { faults.latency = .long(factor: stage.element(of: [1, 10, 1, 60])) }
    faults.failsAtOnce = faults.error != nil && world.has(.longWork) && stage.next(below: 3) > 0
    if world.has(.evenWork) {
      faults.latency = .even(stage.element(of: [.zero, .milliseconds(1), .milliseconds(50)]))
    }
    return faults
  }

  private func note(_ world: World<AgentSituation>, into recorder: Recorder<AgentRecording>) {
    recorder.update { recording in
      // What befalls work is noted when there is some.
      for situation in [.oddQuery, .cancelled, .hurried] as [AgentSituation]
      where world.has(situation) {
        recording.occurrences.note(situation)
      }
    }
  }

  func findings(
    in recording: AgentRecording, of world: World<AgentSituation>
  ) -> [(rule: Int, finding: Finding)] {
    var findings: [(rule: Int, finding: Finding)] = []
    for rule in ConformanceRule.agent {
      // What has been stopped by a limit has no end that could be wrong.
      if case .cut = recording.interruption, rule.id < 300, rule.id != 202 { continue }
      // Who is cancelled may say of all steps that they were not done.
      if rule.id == 305, recording.cancellation != nil { continue }
      if let finding = finding(in: recording, against: rule) { findings.append((rule.id, finding)) }
    }
    return findings
  }
}
