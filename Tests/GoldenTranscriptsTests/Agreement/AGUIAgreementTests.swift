import DeterministicSimulation
import Foundation
import GoldenTranscripts
import ReferenceScenarios
import StatusStreaming
import Testing
import WireDecoding

/// Deliveries in AG-UI that are cut, resumed and gapped, read back.
@Suite("Deliveries in AG-UI")
struct AGUIAgreementTests {
  private static let worlds =
    ProcessInfo.processInfo.environment["AGUI_WORLDS"].flatMap { Int($0) } ?? 200

  @Test(
    "show what happened, in brackets that match, at every cut and after it",
    arguments: Scenario.all, [10_000, 3])
  func scenarios(scenario: Scenario, capacity: Int) async throws {
    let events = try simulate { sim in try await scenario.events(on: sim.clock) }
    var traces: [TraceID] = []
    for event in events where !traces.contains(event.trace) { traces.append(event.trace) }
    for trace in traces {
      let own = events.filter { $0.trace == trace }
      let delivered = try Delivered(own, capacity: capacity)
      let whole = try await delivered.check(after: .zero, to: nil)
      for cut in delivered.cuts(in: whole) {
        let id = try delivered.check(whole, after: .zero, to: cut)
        _ = try await delivered.check(after: id, to: nil)
      }
    }
  }

  @Test("show what happened in random worlds: AGUI_WORLDS says in how many")
  func random() async throws {
    for seed in 0..<Self.worlds {
      var world = RandomWorld(seed: UInt64(seed))
      let events = world.events()
      let delivered = try Delivered(events, capacity: world.element([10_000, 1, 2, 5]))
      var id = Cursor.zero
      // A client that is cut again and again.
      for _ in 0..<world.element([0, 1, 3]) {
        let body = try await delivered.body(after: id)
        let cut = world.element(delivered.cuts(in: body) + [0, body.count / 2])
        id = try delivered.check(body, after: id, to: cut)
        if id.number == events.last?.sequence { break }
      }
      guard id.number != events.last?.sequence else { continue }
      do {
        _ = try await delivered.check(after: id, to: nil)
      } catch {
        Issue.record("world \(seed): \(error)")
      }
    }
  }
}

/// A trace in a buffer, and how a client of AG-UI sees it.
private struct Delivered {
  let events: [StreamEvent]
  let trace: TraceID
  let buffer: StatusBuffer

  init(_ events: [StreamEvent], capacity: Int) throws {
    self.events = events
    trace = events[0].trace
    buffer = StatusBuffer(configuration: .init(capacity: capacity))
    try buffer.open(trace)
    for event in events {
      switch event.payload {
      case .update(let update): try buffer.append(update, to: trace)
      case .gap: break
      case .complete(let answer): try buffer.finish(trace, with: .complete(answer))
      case .failed(let message): try buffer.finish(trace, with: .failed(message: message))
      case .cancelled(let reason): try buffer.finish(trace, with: .cancelled(reason: reason))
      }
    }
  }

  func body(after cursor: Cursor) async throws -> [UInt8] {
    var sink = EventStreamSink(profile: .agUI(threadID: "t"), writer: KeptBytes())
    _ = await StatusMonitor(buffer: buffer).deliver(trace, after: cursor, to: &sink)
    return sink.writer.bytes
  }

  /// Places between blocks, and within some of them.
  func cuts(in body: [UInt8]) -> [Int] {
    body.indices.dropFirst(2).filter { place in
      (body[place - 2] == 0x0A && body[place - 1] == 0x0A) || place % 211 == 0
    }
  }

  func check(after cursor: Cursor, to end: Int?) async throws -> [UInt8] {
    let body = try await body(after: cursor)
    try check(body, after: cursor, to: end)
    return body
  }

  /// Compares what a body, or its beginning, shows with what happened.
  ///
  /// - Returns: Where a client resumes that has seen it.
  @discardableResult
  func check(_ body: [UInt8], after cursor: Cursor, to end: Int?) throws -> Cursor {
    let bytes = Array(body.prefix(end ?? body.count))
    let stream = try ObservedStream(decoding: TranscriptFile(name: "ag-ui.sse", bytes: bytes))
    try stream.agree(
      with: events, of: trace, after: [trace: cursor], isCut: end != nil)
    if end == nil { #expect(stream.isWhole) }
    let (faults, id) = try faults(in: bytes)
    #expect(faults.isEmpty, "after \(cursor): \(faults)")
    return id.number == .zero ? cursor : id
  }

  /// What AG-UI itself has against the bytes.
  private func faults(in bytes: [UInt8]) throws -> ([AGUIFault], Cursor) {
    var decoder = EventStreamDecoder()
    decoder.feed(bytes)
    var sequence = AGUISequence()
    var faults: [AGUIFault] = []
    while let item = try decoder.next() {
      guard case .event(let event) = item else { continue }
      let value = try JSONValue(parsing: event.data)
      let told = try AGUIEvent.read(value, declaring: sequence.declaredVersion)
      faults += told.map { sequence.take($0) } ?? []
    }
    let id = decoder.lastEventID
    return (faults, try Cursor(lastEventID: id.isEmpty ? nil : id))
  }
}

private struct KeptBytes: ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ bytes: [UInt8]) async throws { self.bytes += bytes }
}

/// A trace of anything that an agent may publish.
private struct RandomWorld {
  private var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  mutating func element<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &generator)]
  }

  private mutating func text() -> String {
    element([
      "", "Read", "Step 1", "Step 2", "a/b~c", "one\r\ntwo", "\u{2028}👩‍💻", "e\u{301}", "é", "\"\\\0",
    ])
  }

  private mutating func update() -> StatusUpdate {
    let ids = [0, 1, 2, 3, -1, Int.max]
    var roadmap: [RoadmapStep]?
    if element([true, false, false]) {
      roadmap = (0..<element([0, 1, 2, 4])).map { _ in
        RoadmapStep(
          id: element(ids), name: text(), description: text(),
          status: element(RoadmapStep.Status.allCases))
      }
    }
    return StatusUpdate(
      status: element([.thinking, .ok, .error]), message: element([nil, text(), text()]),
      roadmapStepID: element([nil] + ids),
      roadmapStepStatus: element([nil, .running, .running, .ok, .error]),
      roadmap: roadmap)
  }

  mutating func events() -> [StreamEvent] {
    var payloads = (0..<element([0, 1, 2, 5, 20, 60])).map { _ in
      StreamEvent.Payload.update(update())
    }
    payloads.append(
      element([
        .complete(
          FinalAnswer(text: text(), route: element([nil, text()]), artifacts: ["a": [1, nil]])),
        .failed(message: text()), .cancelled(reason: text()),
      ]))
    return payloads.enumerated().map { index, payload in
      StreamEvent(
        trace: "run-1", sequence: SequenceNumber(rawValue: index + 1), payload: payload)
    }
  }
}
