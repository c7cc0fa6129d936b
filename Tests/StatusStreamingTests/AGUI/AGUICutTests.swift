import DeterministicSimulation
import ReferenceScenarios
import StatusStreaming
import Testing
import WireDecoding

@Suite("AG-UI connections that are cut")
struct AGUICutTests {
  private static let profile = EventStreamEncoder.Profile.agUI(threadID: "thread-1")

  /// A buffer that holds what a scenario's run publishes, and how many events those are.
  private func buffers(
    of scenario: Scenario, capacity: Int
  ) throws -> (buffer: StatusBuffer, counts: [TraceID: Int]) {
    let events = try simulate { sim in try await scenario.events(on: sim.clock) }
    let buffer = StatusBuffer(configuration: .init(capacity: capacity))
    var counts: [TraceID: Int] = [:]
    for event in events {
      if event.sequence == 1 { try buffer.open(event.trace) }
      counts[event.trace, default: 0] += 1
      switch event.payload {
      case .update(let update): try buffer.append(update, to: event.trace)
      case .gap: Issue.record("a gap among what was published")
      case .complete(let answer): try buffer.finish(event.trace, with: .complete(answer))
      case .failed(let message): try buffer.finish(event.trace, with: .failed(message: message))
      case .cancelled(let reason):
        try buffer.finish(event.trace, with: .cancelled(reason: reason))
      }
    }
    return (buffer, counts)
  }

  private func body(
    of trace: TraceID, in buffer: some StatusBuffering, after cursor: Cursor
  ) async -> [UInt8] {
    var sink = EventStreamSink(profile: Self.profile, writer: CollectingWriter())
    let delivery = await StatusMonitor(buffer: buffer).deliver(trace, after: cursor, to: &sink)
    #expect(delivery.ending.name == "finished")
    return Array(sink.writer.writes.joined())
  }

  private func read(_ body: ArraySlice<UInt8>) throws -> AGUIClient {
    var client = AGUIClient()
    try client.read(body: String(decoding: body, as: UTF8.self))
    return client
  }

  /// The places between a body's blocks.
  private func cuts(in body: [UInt8]) -> [Int] {
    body.indices.dropFirst(2).filter { body[$0 - 2] == 0x0A && body[$0 - 1] == 0x0A }
  }

  @Test(
    "are balanced before the cut and after, wherever it is, and end as one that was not cut",
    arguments: Scenario.all, [10_000, 3])
  func everyCut(scenario: Scenario, capacity: Int) async throws {
    let (buffer, counts) = try buffers(of: scenario, capacity: capacity)
    for trace in counts.keys {
      let whole = await body(of: trace, in: buffer, after: .zero)
      let end = try read(whole[...])
      #expect(end.end != nil && end.openSteps.isEmpty || end.end?.hasPrefix("failed") == true)
      for cut in cuts(in: whole) {
        let head = whole[..<cut]
        _ = try read(head)
        var decoder = EventStreamDecoder()
        decoder.feed(Array(head))
        while try decoder.next() != nil {}
        let id = decoder.lastEventID
        let rest = await body(
          of: trace, in: buffer, after: try Cursor(lastEventID: id.isEmpty ? nil : id))
        let resumed = try read(rest[...])
        #expect(resumed.end == end.end && resumed.result == end.result)
        #expect(resumed.activities == end.activities && resumed.messages == end.messages)
      }
    }
  }

  @Test(
    "are balanced also if the buffer knows nothing behind what it has dropped",
    arguments: Scenario.all, [10_000, 3])
  func foreign(scenario: Scenario, capacity: Int) async throws {
    let (buffer, counts) = try buffers(of: scenario, capacity: capacity)
    for (trace, count) in counts {
      for number in 0..<count {
        let cursor = Cursor(SequenceNumber(rawValue: number))
        let client = try read(
          await body(of: trace, in: Remote(buffer: buffer), after: cursor)[...])
        #expect(client.end != nil && client.log.first == "RUN_STARTED")
        let dropped = max(count - 1 - capacity - number, 0)
        #expect(client.lost == dropped)
      }
    }
  }
}

/// A buffer of which nothing is known but what every buffer does.
private struct Remote: StatusBuffering {
  let buffer: StatusBuffer

  func open(_ trace: TraceID) async throws { try buffer.open(trace) }
  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try buffer.append(update, to: trace)
  }
  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try buffer.finish(trace, with: outcome)
  }
  func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    try buffer.events(of: trace, after: cursor, limit: limit)
  }
  func remove(_ trace: TraceID) async { buffer.remove(trace) }
}
