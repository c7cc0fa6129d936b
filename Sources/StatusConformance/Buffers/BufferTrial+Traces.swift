import ReferenceScenarios
import StatusStreaming

/// Runs with more than one trace, or more than one run of a trace.
extension BufferTrial {
  func keepApart(_ client: Client) async {
    let traces = traces(on: client.stage)
    await write(to: traces, client)
    for (index, trace) in traces.enumerated() {
      await client.read(trace, after: 0, by: "viewer \(index + 1)")
    }
  }

  func resumeAmongTraces(_ client: Client) async {
    let traces = traces(on: client.stage)
    await write(to: traces, client)
    for _ in 0..<4 {
      let trace = client.stage.element(of: traces)
      await readSomewhere(in: trace, client)
    }
  }

  func resume(_ client: Client) async {
    let script = script(on: client.stage, count: 5)
    await client.open(trace)
    await write(script, on: client, to: trace)
    for _ in 0..<4 { await readSomewhere(in: trace, client) }
    let ahead = script.updates.count + 1 + client.stage.next(below: 3)
    await client.read(trace, after: ahead, by: "viewer 1")
  }

  func readOtherHistories(_ client: Client) async {
    let stage = client.stage
    let own = client.buffer.epoch
    client.recorder.update { $0.epoch = own }
    let script = script(on: stage)
    await client.open(trace)
    await write(script, on: client, to: trace)
    await client.finish(trace, with: script.outcome)
    await client.read(trace, after: 0, by: "viewer 1")
    let epochs: [Epoch?] = ["another", nil] + Epoch.alike(to: own)
    let last = script.updates.count + 1
    for epoch in epochs where epoch != own {
      // The beginning, the numbers of the first, of any, of the last, of the end, and of what never came;
      // where much is alike, the beginning and one of them. A bare zero is the beginning of any history.
      let any = 1 + stage.next(below: last)
      let isPlain = epoch == nil || epoch == "another"
      let numbers = Set(isPlain ? [0, 1, any, last - 1, last, last + 1] : [0, any])
      for number in numbers.sorted() where number > 0 || epoch != nil {
        let cursor = Cursor(SequenceNumber(rawValue: number), in: epoch)
        await client.read(trace, afterOther: cursor, by: "viewer 2")
      }
    }
  }

  func reuse(_ client: Client) async {
    let stage = client.stage
    let first = script(on: stage)
    await client.open(trace)
    await write(first, on: client, to: trace, by: "the first run")
    if stage.happens(onceIn: 4) {
      // It fills pages of 10, 16, 64, 100, 128 and others.
      let room = (capacity ?? .max) - first.updates.count
      for number in 0..<max(min(pages, room), 0) {
        await client.append(.thinking("Looking at page \(number)"), to: trace, by: "the first run")
      }
    }
    if stage.next(below: 2) == 0 {
      await client.finish(trace, with: first.outcome, by: "the first run")
    }
    await client.open(trace, by: "an intruder")
    // Who ends a run that is stopped cleans up behind it.
    if stage.next(below: 3) == 1 {
      await client.perform("who is stopped") { await client.remove(trace, by: $0) }
    } else {
      await client.remove(trace)
    }
    await client.read(trace, after: 0, by: "viewer 1")
    let second = script(on: stage, writer: 1)
    await client.open(trace, by: "the second run")
    let isOpen = client.recorder.recording.calls.last?.answer == .done
    guard isOpen else { return }
    await write(second, on: client, to: trace, by: "the second run")
    await client.read(trace, after: 0, by: "viewer 2")
  }

  /// How many updates a run has that is long; none where a buffer is bounded in bytes, which they may fill.
  private var pages: Int { limits.bytes == nil ? 150 : 0 }

  /// The names of two traces, half of the time such as are taken for each other.
  private func traces(on stage: Stage) -> [TraceID] {
    stage.next(below: 2) == 0 ? ["run-a", "run-b"] : stage.traces(2, isOdd: true)
  }

  private func write(to traces: [TraceID], _ client: Client) async {
    for trace in traces { await client.open(trace) }
    let agents = traces.enumerated().map { index, trace in
      let script = script(on: client.stage, writer: index)
      return client.stage.spawn("the agent of \(trace)") {
        await write(script, on: client, to: trace, by: "the agent of \(trace)")
      }
    }
    for agent in agents { try? await agent.value }
  }

  private func readSomewhere(in trace: TraceID, _ client: Client) async {
    let count = client.recorder.recording.appends(to: trace).count
    let cursor = client.stage.next(below: count + 1)
    let limit = client.stage.element(of: [.max, 1, 2, 3])
    await client.read(trace, after: cursor, limit: limit, by: "viewer 1")
  }
}

/// Runs in which more is written than is kept.
extension BufferTrial {
  func overflow(_ client: Client) async {
    await writeTooMuch(client)
    await client.read(trace, after: 0, by: "viewer 1")
    let newest = client.recorder.recording.appends(to: trace).compactMap(\.number).last ?? 0
    await client.finish(trace, with: .complete(FinalAnswer(text: "done")))
    await client.read(trace, after: newest, by: "viewer 2")
  }

  func expire(_ client: Client) async {
    let stage = client.stage
    await writeTooMuch(client)
    await client.read(trace, after: 0, by: "viewer 1")
    let appends = client.recorder.recording.appends(to: trace)
    // The buffer may have returned any number.
    let newest = min(max(appends.compactMap(\.number).last ?? 0, 0), appends.count)
    for number in 2...4 {
      let cursor = number == 2 ? 1 : stage.next(below: newest + 1)
      let limit = stage.element(of: [.max, 1, 2, 3])
      await client.read(trace, after: cursor, limit: limit, by: "viewer \(number)")
    }
  }

  private func writeTooMuch(_ client: Client) async {
    let stage = client.stage
    await client.open(trace)
    let capacity = capacity ?? 0
    for number in 1...(capacity + 3 + stage.next(below: capacity + 1)) {
      if stage.happens(onceIn: 4) { try? await stage.clock.sleep(for: .milliseconds(5)) }
      await client.append(.thinking("Looking at file \(number)"), to: trace)
    }
  }
}
