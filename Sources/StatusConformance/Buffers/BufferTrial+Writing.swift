import ReferenceScenarios
import StatusStreaming

/// What is written in the runs.
extension BufferTrial {
  typealias Client = BufferClient<Buffer>

  var trace: TraceID { "run-a" }

  /// Draws what a writer says, no more than a trace keeps.
  ///
  /// - Parameters:
  ///   - writer: which writer of the run it is, from 0 on; no two say the same.
  ///   - writers: how many share the trace.
  func script(
    on stage: Stage, count: Int = 3, writer: Int = 0, among writers: Int = 1
  ) -> AgentScript {
    let marker = writer == 0 ? "" : "writer \(writer + 1): "
    var script = AgentScript.drawn(on: stage, count: count, fewest: 1, marker: marker)
    var room = capacity.map { max($0 / writers, 1) } ?? .max
    for index in script.lines.indices {
      let updates = script.lines[index].updates.prefix(room)
      room -= updates.count
      script.lines[index].updates = updates.map { update in
        var update = update
        if update.message == nil, writer > 0 { update.roadmapStepID = writer * 10_000 + index }
        return update
      }
    }
    return script
  }

  /// Writes a script's updates with its pauses.
  ///
  /// - Parameter afterEach: what is done after each update.
  func write(
    _ script: AgentScript, on client: Client, to trace: TraceID, by writer: String = "the agent",
    pausing: Bool = true, afterEach: () async -> Void = {}
  ) async {
    for line in script.lines {
      if pausing { try? await client.stage.clock.sleep(for: line.pause) }
      for update in line.updates {
        if !pausing { await client.stage.step() }
        await client.append(update, to: trace, by: writer)
        await afterEach()
      }
    }
  }

  /// Lets several writers write to one trace, with pauses or as fast as they can.
  func writeAtOnce(_ client: Client, fewest count: Int = 2) async {
    let number = min(2 + client.stage.next(below: 2), capacity ?? .max)
    let hasPauses = client.stage.next(below: 2) == 1
    let writers = (0..<number).map { index in
      let script = script(on: client.stage, count: count, writer: index, among: number)
      return client.stage.spawn("writer \(index + 1)") {
        await write(script, on: client, to: trace, by: "writer \(index + 1)", pausing: hasPauses)
      }
    }
    for writer in writers { try? await writer.value }
  }

  /// One writer's updates with two that are equal and one that says next to nothing, or with some
  /// that are alike.
  func wholeScript(on stage: Stage) -> AgentScript {
    var script = script(on: stage, count: 8)
    let room = (capacity ?? .max) - script.updates.count
    let equal: [StatusUpdate] = [
      .thinking("Still working"), .thinking("Still working"), StatusUpdate(status: .thinking),
    ]
    let alike: [StatusUpdate] = [
      .step(7, .running, "Caf\u{E9}"), .thinking("Cafe\u{301}"),
      .roadmap([
        RoadmapStep(id: 1, name: "One", description: ""),
        RoadmapStep(id: 1, name: "One", description: "again", status: .running),
      ]),
    ]
    let extra = stage.element(of: [[], equal, alike, equal, alike])
    script.lines.append(AgentScript.Line(Array(extra.prefix(room))))
    return script
  }
}
