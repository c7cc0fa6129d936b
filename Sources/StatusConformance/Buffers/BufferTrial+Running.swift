import ReferenceScenarios
import StatusStreaming

/// Runs in which all that was written has to be read.
extension BufferTrial {
  func readWhole(_ client: Client) async {
    let script = wholeScript(on: client.stage)
    await client.open(trace)
    await write(script, on: client, to: trace)
    var viewers = ["viewer 1", "viewer 2"].map { BufferViewer($0, of: trace, on: client) }
    for index in viewers.indices { await viewers[index].read() }
    await client.finish(trace, with: script.outcome)
    for index in viewers.indices { await viewers[index].read() }
  }

  func readInPieces(_ client: Client) async {
    let stage = client.stage
    let script = script(on: stage, count: 5)
    await client.open(trace)
    var viewer = BufferViewer("viewer 1", of: trace, on: client)
    await viewer.read()
    await write(script, on: client, to: trace) {
      if stage.next(below: 3) == 1 { await viewer.read(limit: stage.element(of: [1, 2, 4])) }
    }
    await viewer.catchUp()
    await client.read(trace, after: 0, by: "viewer 2")
    await client.finish(trace, with: script.outcome)
    await viewer.catchUp()
  }

  func writeTogether(_ client: Client) async {
    await client.open(trace)
    await writeAtOnce(client, fewest: 4)
    await client.read(trace, after: 0, by: "viewer 1")
  }

  func viewMeanwhile(_ client: Client) async {
    let stage = client.stage
    await client.open(trace)
    let viewers = ["viewer 1", "viewer 2"].map { name in
      client.stage.spawn(name) {
        var viewer = BufferViewer(name, of: trace, on: client)
        await viewer.follow()
      }
    }
    await writeAtOnce(client, fewest: stage.element(of: [2, 12, 3]))
    await client.read(trace, after: 0, by: "viewer 3")
    client.recorder.update { $0.isWritten = true }
    for viewer in viewers { try? await viewer.value }
  }

  func raceToEnd(_ client: Client) async {
    let stage = client.stage
    await client.open(trace)
    let ends = ["the agent", "the timeout"].map { caller in
      let delay = stage.element(of: [4, 1, 2, 6, 9, 12])
      return stage.spawn(caller) {
        for _ in 0..<delay { await stage.step() }
        await client.finish(
          trace, with: .complete(FinalAnswer(text: "from \(caller)")), by: caller)
      }
    }
    await writeAtOnce(client, fewest: 4)
    for end in ends { try? await end.value }
    await client.read(trace, after: 0, by: "viewer 1")
  }

  /// Ends a trace in one of some ways, where it is asked for in a task that is cancelled.
  func end(
    _ client: Client, with outcomes: [TraceOutcome], isCancelled: Bool = false
  ) async {
    let stage = client.stage
    let script = script(on: stage)
    await client.open(trace)
    await write(script, on: client, to: trace)
    let outcome = stage.element(of: outcomes)
    if isCancelled, stage.next(below: 2) == 1 {
      let agent = stage.spawn("the agent") { await client.finish(trace, with: outcome) }
      agent.cancel()
      try? await agent.value
    } else {
      await client.finish(trace, with: outcome)
    }
    await client.read(trace, after: 0, by: "viewer 1")
  }

  func writeAfterwards(_ client: Client) async {
    let script = script(on: client.stage)
    await client.open(trace)
    await write(script, on: client, to: trace)
    await client.finish(trace, with: script.outcome)
    let appendsFirst = client.stage.next(below: 2) == 0
    if appendsFirst { await client.append(.thinking("Too late"), to: trace, by: "a straggler") }
    await client.finish(trace, with: .failed(message: "too late"), by: "a straggler")
    await client.finish(trace, with: script.outcome, by: "a straggler")
    if !appendsFirst { await client.append(.thinking("Too late"), to: trace, by: "a straggler") }
    await client.read(trace, after: 0, by: "viewer 1")
  }

  func comeLate(_ client: Client) async {
    let stage = client.stage
    let script = script(on: stage, count: 4)
    await client.open(trace)
    var isBehind = false
    var slow = BufferViewer("a slow viewer", of: trace, on: client)
    await write(script, on: client, to: trace) {
      if !isBehind {
        await slow.read(limit: 1)
        isBehind = stage.next(below: 2) == 0
      }
    }
    var pauses: [Duration] = [.seconds(1), .zero, .milliseconds(50)]
    var isPatient = false
    if canOutlast, retention >= .seconds(4), stage.happens(onceIn: 3) {
      // What is kept for a time is so from the end on, however long nothing was said before, and what
      // else is asked of the buffer meanwhile.
      stage.allow(work: 50)
      isPatient = true
      try? await stage.clock.sleep(for: retention - .seconds(1))
      pauses = [retention - .seconds(1), retention / 2]
    }
    await client.finish(trace, with: script.outcome)
    try? await stage.clock.sleep(for: stage.element(of: pauses))
    if isPatient, limits.traces ?? 2 > 1 { await client.open("run-b", by: "another agent") }
    await slow.catchUp()
    var late = BufferViewer("a late viewer", of: trace, on: client)
    await late.catchUp()
  }
}
