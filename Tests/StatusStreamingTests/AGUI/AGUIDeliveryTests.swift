import DeterministicSimulation
import Foundation
import StatusStreaming
import Testing
import WireDecoding

@Suite("AG-UI deliveries")
struct AGUIDeliveryTests {
  private static let profile = EventStreamEncoder.Profile.agUI(threadID: "t")

  private static let plan = (1...3).map { RoadmapStep(id: $0, name: "S\($0)", description: "") }

  /// What an agent says that has a plan at first, and steps that are open for long.
  private static let updates: [StatusUpdate] =
    [.thinking("Planning"), .roadmap(plan), .step(1, .running, "One"), .step(2, .running)]
    + (1...40).map { .thinking("\($0)") } + [.step(1, .ok), .step(1, .running, "Again")]
    + (41...60).map { .step(2, .running, "\($0)") } + [.step(2, .error, "No"), .step(3, .ok)]

  private func buffer(
    capacity: Int = 1_000, isFinished: Bool = true, epoch: Epoch? = nil
  ) throws -> StatusBuffer {
    let buffer = StatusBuffer(configuration: .init(capacity: capacity, epoch: epoch))
    try buffer.open("a")
    for update in Self.updates { try buffer.append(update, to: "a") }
    if isFinished { try buffer.finish("a", with: .complete(FinalAnswer(text: "Done"))) }
    return buffer
  }

  private func body<Buffer: StatusBuffering>(
    of buffer: Buffer, after cursor: Cursor = .zero, limit: Int = .max
  ) async -> (text: String, delivery: Delivery<Cursor>) {
    let encoder = EventStreamEncoder(profile: Self.profile, maximumEventSize: limit)
    var sink = EncodingSink(encoder: encoder, writer: CollectingWriter())
    let delivery = await StatusMonitor(buffer: buffer).deliver("a", after: cursor, to: &sink)
    return (sink.writer.text, delivery)
  }

  /// What a client knows that was there from the first event on, after each.
  private func states() throws -> [AGUIClient] {
    var encoder = EventStreamEncoder(profile: Self.profile)
    var client = AGUIClient()
    var states = [client]
    for (index, update) in Self.updates.enumerated() {
      let number = SequenceNumber(rawValue: index + 1)
      try client.read(body: encoder.text(of: .event(number, .update(update), of: "a")))
      states.append(client)
    }
    return states
  }

  /// Whether both clients show the same, whatever they have seen.
  private func agree(_ left: AGUIClient, _ right: AGUIClient) -> Bool {
    left.activities == right.activities && left.openSteps.sorted() == right.openSteps.sorted()
  }

  @Test(
    "begin a resume with how things stand, as whoever was there sees them",
    arguments: [1_000, 8, 1])
  func resume(capacity: Int) async throws {
    let states = try states()
    let buffer = try buffer(capacity: capacity, isFinished: false)
    for number in 0..<states.count {
      let cursor = Cursor(SequenceNumber(rawValue: number))
      let held = number >= states.count - 1 - capacity
      let snapshot = try buffer.snapshot(of: "a", at: cursor)
      #expect((snapshot != nil) == held)
      guard let snapshot else { continue }
      #expect(snapshot.isComplete && snapshot.cursor == cursor)
      var encoder = EventStreamEncoder(profile: Self.profile)
      var bytes: [UInt8] = []
      try encoder.encode(snapshot, into: &bytes)
      var client = AGUIClient()
      try client.read(body: String(decoding: bytes, as: UTF8.self))
      #expect(agree(client, states[number]), "after \(number)")
    }
  }

  @Test(
    "say after a gap how things stand, although nobody was there", arguments: [1, 7, 8, 30, 63])
  func gaps(capacity: Int) async throws {
    let states = try states()
    let buffer = try buffer(capacity: capacity)
    let (text, delivery) = await body(of: buffer)
    #expect(delivery.ending.name == "finished")
    var client = AGUIClient()
    try client.read(body: text)
    #expect(client.lost == Self.updates.count - capacity && client.end == "success")
    #expect(client.activities == states[states.count - 1].activities)
    // Up to the gap.
    let index = try #require(text.range(of: "CUSTOM")?.upperBound)
    let head = try #require(text[index...].range(of: "\n\n")?.upperBound)
    var early = AGUIClient()
    try early.read(body: String(text[..<head]))
    #expect(agree(early, states[Self.updates.count - capacity]))
  }

  @Test("read another buffer's trace from its beginning, and know nothing behind a drop")
  func foreign() throws {
    let states = try states()
    try simulate { sim in
      let whole = ForeignBuffer(clock: sim.clock).over(try buffer(epoch: "b7"))
      for number in [0, 1, 4, 45, 66] {
        let cursor = Cursor(SequenceNumber(rawValue: number), in: number == 0 ? nil : "b7")
        let (text, _) = await body(of: whole, after: cursor)
        let prelude = text.head(before: "id: ")
        var client = AGUIClient()
        try client.read(body: prelude)
        #expect(client.log.first == "RUN_STARTED")
        try client.read(body: String(text.dropFirst(prelude.count)))
        #expect(client.end == "success" && client.activities == states[states.count - 1].activities)
      }
      let short = ForeignBuffer(clock: sim.clock).over(try buffer(capacity: 10))
      let (text, _) = await body(of: short, after: 3)
      var client = AGUIClient()
      try client.read(body: text)
      #expect(client.end == "success" && client.plan?["status"]?.text == "unknown")
      #expect(client.log.contains("STEP_STARTED Step 2") && client.lost == 55)
    }
  }

  @Test("give a body that is pulled its beginning as a chunk of its own")
  func pulled() async throws {
    let buffer = try buffer(isFinished: false)
    let body = StatusMonitor(buffer: buffer, wakeup: .onAppend)
      .body(of: "a", after: 66, encodedBy: EventStreamEncoder(profile: Self.profile))
    var chunks = body.makeAsyncIterator()
    let chunk = String(decoding: try #require(await chunks.next()), as: UTF8.self)
    var client = AGUIClient()
    try client.read(body: chunk)
    #expect(client.log.first == "RUN_STARTED" && client.openSteps == ["S2", "S1"])
    try buffer.finish("a", with: .cancelled(reason: "stop"))
    while let chunk = await chunks.next() {
      try client.read(body: String(decoding: chunk, as: UTF8.self))
    }
    #expect(client.end == "cancelled")
  }

  @Test("share nothing, whoever else watches and wherever each has come from")
  func sharing() throws {
    let buffer = try buffer(isFinished: false)
    let alone = try simulate { sim in
      let copy = try self.buffer(isFinished: false)
      try copy.finish("a", with: .complete(FinalAnswer(text: "Done")))
      var texts: [String] = []
      for number in [0, 10, 50] {
        texts.append(await body(of: copy, after: Cursor(SequenceNumber(rawValue: number))).text)
      }
      return texts
    }
    let together = try simulate { sim in
      let viewers = [0, 10, 50].map { number in
        sim.spawn("viewer after \(number)") {
          var sink = EventStreamSink(profile: Self.profile, writer: CollectingWriter())
          _ = await StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
            .deliver("a", after: Cursor(SequenceNumber(rawValue: number)), to: &sink)
          return sink.writer.text
        }
      }
      let other = sim.spawn("resumable") {
        var sink = EventStreamSink(profile: .resumable, writer: CollectingWriter())
        _ = await StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
          .deliver("a", to: &sink)
        return sink.writer.text
      }
      try await sim.clock.sleep(for: .seconds(1))
      try buffer.finish("a", with: .complete(FinalAnswer(text: "Done")))
      #expect(await other.value.hasPrefix("retry: 3000\nid: 1\nevent: update\n"))
      var texts: [String] = []
      for viewer in viewers { texts.append(await viewer.value) }
      return texts
    }
    for (left, right) in zip(alone, together) {
      #expect(left.withoutTimes == right.withoutTimes)
    }
  }

  @Test("write nothing to who has the end already")
  func atEnd() async throws {
    let buffer = try buffer()
    let (text, delivery) = await body(
      of: buffer, after: Cursor(SequenceNumber(rawValue: Self.updates.count + 1)))
    #expect(text.isEmpty && delivery.ending.name == "finished")
  }

  @Test("begin anew where a trace's id is used again")
  func restart() async throws {
    let buffer = try buffer()
    buffer.remove("a")
    try buffer.open("a")
    try buffer.append(.thinking("New"), to: "a")
    try buffer.append(.thinking("Newer"), to: "a")
    try buffer.finish("a", with: .failed(message: "no"))
    let (text, _) = await body(of: buffer, after: 1)
    var client = AGUIClient()
    try client.read(body: text)
    #expect(client.plan == nil && client.openSteps.isEmpty && client.end == "failed no")
    #expect(client.log.prefix(2) == ["RUN_STARTED", "ACTIVITY_SNAPSHOT status"])
  }

  @Test("tell all traces' viewer how its first one stands")
  func allTraces() async throws {
    let buffer = try buffer()
    buffer.close()
    var sink = EventStreamSink(profile: Self.profile, writer: CollectingWriter())
    _ = await StatusMonitor(buffer: buffer).deliverAll(after: ["a": 50], to: &sink)
    var client = AGUIClient()
    try client.read(body: sink.writer.text)
    #expect(client.openSteps.isEmpty && client.end == "success")
    #expect(client.log.prefix(5).suffix(2) == ["STEP_STARTED S2", "STEP_STARTED S1"])
  }

  @Test(
    "tell an update that is too large as a gap of one, with what it has changed",
    arguments: [
      260, 330, 1_000,
    ])
  func refusals(limit: Int) async throws {
    let long = String(repeating: "x", count: 2_000)
    let buffer = StatusBuffer()
    try buffer.open("a")
    let plan = Self.plan + [RoadmapStep(id: 9, name: long, description: "")]
    for update in [
      .roadmap(Self.plan), .step(1, .running, "fine"), .step(2, .running, long),
      .roadmap(plan), .step(9, .running), .step(1, .ok, long), .step(2, .ok), .thinking(long),
    ] as [StatusUpdate] {
      try buffer.append(update, to: "a")
    }
    try buffer.finish(
      "a", with: .complete(FinalAnswer(text: "Done", artifacts: ["report": JSON(long)])))
    for number in 0...8 {
      let (text, delivery) = await body(
        of: buffer, after: Cursor(SequenceNumber(rawValue: number)), limit: limit)
      #expect(delivery.ending.name == "finished" && delivery.cursor == 9)
      #expect(delivery.untoldLosses == 0)
      var client = AGUIClient()
      try client.read(body: text)
      #expect(client.end == "success")
      for block in text.components(separatedBy: "\n\n") { #expect(block.utf8.count + 2 <= limit) }
      guard number == 0 else { continue }
      #expect(client.lost == (limit == 260 ? 5 : 4))
      #expect(client.log.contains("STEP_FINISHED \(limit == 260 ? "Step 2" : "S2")"))
    }
  }
}

extension String {
  fileprivate var withoutTimes: String { replacing(#/"timestamp":\d+/#, with: "") }

  fileprivate func head(before separator: String) -> String {
    range(of: separator).map { String(self[..<$0.lowerBound]) } ?? self
  }
}
