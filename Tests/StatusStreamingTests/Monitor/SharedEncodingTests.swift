import DeterministicSimulation
import StatusStreaming
import Synchronization
import Testing

@Suite("Bytes that viewers share")
struct SharedEncodingTests {
  /// Counts how often an event's bytes are made.
  final class Count: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .relaxed) }
    func increment() { count.add(1, ordering: .relaxed) }
  }

  /// A foreign encoder that opts in.
  struct CountingEncoder<Base: SharingEncoder>: SharingEncoder {
    var base: Base
    let count: Count

    var sharedFormat: SharedFormat? { base.sharedFormat }

    mutating func encode(
      _ event: borrowing StreamEvent, into bytes: inout [UInt8]
    ) throws(StatusEncodingError) {
      count.increment()
      try base.encode(event, into: &bytes)
    }

    func encodeShared(
      _ event: borrowing StreamEvent, into bytes: inout [UInt8]
    ) throws(StatusEncodingError) {
      count.increment()
      try base.encodeShared(event, into: &bytes)
    }

    mutating func encodeOwn(
      _ event: borrowing StreamEvent, around sharedSize: Int, prefix: inout [UInt8],
      suffix: inout [UInt8]
    ) throws(StatusEncodingError) {
      try base.encodeOwn(event, around: sharedSize, prefix: &prefix, suffix: &suffix)
    }

    mutating func encodeHeartbeat(into bytes: inout [UInt8]) { base.encodeHeartbeat(into: &bytes) }
    mutating func encodeClose(into bytes: inout [UInt8]) { base.encodeClose(into: &bytes) }
  }

  /// A connection that takes ten seconds for each write.
  private struct SlowWriter: ByteWriter {
    let clock: VirtualClock

    mutating func write(_ bytes: [UInt8]) async throws { try await clock.sleep(for: .seconds(10)) }
  }

  @Test("are left to the last viewer by those who have gone ahead")
  func legacy() throws {
    try simulate { sim in
      let count = Count()
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      let encoder = CountingEncoder(base: EventStreamEncoder(profile: .resumable), count: count)
      let slow = sim.spawn("slow") {
        var sink = EncodingSink(encoder: encoder, writer: SlowWriter(clock: sim.clock))
        return await monitor.deliver("a", to: &sink).ending.name
      }
      let quick = sim.spawn("quick") {
        var sink = EncodingSink(encoder: encoder, writer: CollectingWriter())
        return await monitor.deliver("a", to: &sink).ending.name
      }
      for number in 1...5 {
        try await sim.clock.sleep(for: .seconds(1))
        try buffer.append(.thinking("\(number)"), to: "a")
      }
      try await sim.clock.sleep(for: .seconds(1))
      #expect(count.value == 5)
      quick.cancel()
      #expect(await quick.value == "cancelled")
      try buffer.finish("a", with: .failed(message: "end"))
      #expect(await slow.value == "finished")
      #expect(count.value == 6)
    }
  }

  /// Delivers updates to viewers who are all there, one update at a time, and their end.
  private func deliver(
    _ updates: [String], to viewers: Int, by encoder: some SharingEncoder,
    configuration: StatusBuffer.Configuration = .init()
  ) throws -> (texts: [String], count: Int) {
    try simulate { sim in
      let count = Count()
      let buffer = StatusBuffer(configuration: configuration, clock: sim.clock)
      try buffer.open("a")
      let tasks = (0..<viewers).map { number in
        sim.spawn("viewer \(number)") {
          var sink = EncodingSink(
            encoder: CountingEncoder(base: encoder, count: count), writer: CollectingWriter())
          let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
          let delivery = await monitor.deliver("a", to: &sink)
          #expect(delivery.ending.name == "finished")
          return sink.writer.text
        }
      }
      for update in updates {
        try await sim.clock.sleep(for: .seconds(1))
        try buffer.append(.thinking(update), to: "a")
      }
      try await sim.clock.sleep(for: .seconds(1))
      try buffer.finish("a", with: .complete(FinalAnswer(text: "Done")))
      var texts: [String] = []
      for task in tasks { texts.append(await task.value) }
      return (texts, count.value)
    }
  }

  private static let updates = ["1", String(repeating: "large ", count: 2_000), "\n\"3\"", "4"]

  /// What a viewer gets that is alone.
  private func expectSharing(by encoder: some SharingEncoder) throws {
    let alone = try deliver(Self.updates, to: 1, by: encoder)
    #expect(alone.count == 5)
    let many = try deliver(Self.updates, to: 20, by: encoder)
    #expect(many.count == 5)
    #expect(many.texts.allSatisfy { $0 == alone.texts[0] })
  }

  @Test("are made once for each event, and are what a viewer alone gets")
  func once() throws {
    try expectSharing(by: EventStreamEncoder(profile: .resumable))
    try expectSharing(by: EventStreamEncoder(profile: .reference))
    try expectSharing(by: WebSocketStatusEncoder())
    try expectSharing(by: WebSocketStatusEncoder(maximumFrameSize: 100))
    try expectSharing(by: WebSocketStatusEncoder(profile: .resumable))
    try expectSharing(by: TerminalEncoder())
    try expectSharing(by: TerminalEncoder(labelsTraces: true, showsTimes: true))
    try expectSharing(by: JSONLinesEncoder())
  }

  @Test("are made for each viewer where nothing is to be shared")
  func switchedOff() throws {
    let encoder = EventStreamEncoder(profile: .resumable)
    let result = try deliver(
      ["1", "2"], to: 3, by: encoder, configuration: .init(sharedEventCount: 0))
    #expect(result.count == 9)
  }

  @Test("of an event that is larger than the window are shared while it is the newest")
  func largerThanTheWindow() throws {
    let encoder = WebSocketStatusEncoder()
    let result = try deliver(
      Self.updates, to: 3, by: encoder, configuration: .init(sharedByteCount: 10))
    #expect(result.count == 5)
  }

  @Test("are each connection's own where its limit or its first event makes them so")
  func connections() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      let viewer = { (encoder: EventStreamEncoder, after: Cursor) in
        sim.spawn("viewer") {
          var sink = EncodingSink(encoder: encoder, writer: CollectingWriter())
          let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
          _ = await monitor.deliver("a", after: after, to: &sink)
          return sink.writer.text
        }
      }
      let encoders = [
        EventStreamEncoder(profile: .resumable),
        EventStreamEncoder(profile: .resumable, reconnectionTime: nil),
        EventStreamEncoder(profile: .resumable, reconnectionTime: .seconds(9)),
        EventStreamEncoder(profile: .resumable, maximumEventSize: 150),
        EventStreamEncoder(profile: .reference),
      ]
      let early = encoders.map { viewer($0, 0) }
      try await sim.clock.sleep(for: .seconds(1))
      try buffer.append(.thinking("1"), to: "a")
      try await sim.clock.sleep(for: .seconds(1))
      let late = viewer(encoders[2], 1)
      try await sim.clock.sleep(for: .seconds(1))
      try buffer.append(.thinking(String(repeating: "x", count: 100)), to: "a")
      try buffer.finish("a", with: .failed(message: "no"))

      for (encoder, task) in zip(encoders, early) {
        var alone = encoder
        var bytes: [UInt8] = []
        for event in try buffer.events(of: "a", after: 0, limit: .max) {
          do {
            try alone.encode(event, into: &bytes)
          } catch {
            var gap = event
            gap.payload = .gap(lost: 1)
            try alone.encode(gap, into: &bytes)
          }
        }
        #expect(await task.value == String(decoding: bytes, as: UTF8.self))
      }
      #expect(await late.value.hasPrefix("retry: 9000\nid: 2\n"))
    }
  }

  @Test("are not shared by viewers with different gaps, nor by runs under one id")
  func gapsAndRuns() throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(capacity: 2), clock: sim.clock)
      try buffer.open("a")
      try buffer.append(contentsOf: (1...6).map { .thinking("\($0)") }, to: "a")
      let viewer = { (cursor: Cursor) in
        sim.spawn("viewer after \(cursor)") {
          var sink = JSONLinesSink(writer: CollectingWriter())
          let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
          _ = await monitor.deliver("a", after: cursor, to: &sink)
          return sink.writer.text
        }
      }
      let first = [0, 1, 2].map(viewer)
      try await sim.clock.sleep(for: .seconds(1))
      buffer.remove("a")
      for (index, task) in first.enumerated() {
        #expect(await task.value.contains("\"sequence\":4,\"gap\":{\"lost\":\(4 - index)}"))
      }
      try buffer.open("a")
      let second = [0, 0].map(viewer)
      try buffer.append(contentsOf: (1...6).map { .thinking("other \($0)") }, to: "a")
      try buffer.finish("a", with: .failed(message: "no"))
      for task in second { #expect(await task.value.contains("other 6")) }
    }
  }

  @Test("are as those of each viewer alone, whatever the window and the viewers' pace")
  func anyPace() throws {
    for seed in 0..<60 {
      var random = SplitMix64(seed: seed)
      let bounds = (Int.random(in: 0...6, using: &random), Int.random(in: 0...900, using: &random))
      let sizes = (0..<40).map { _ in Int.random(in: 0...200, using: &random) }
      let paces = (0..<5).map { _ in Int.random(in: 0...40, using: &random) }
      try simulate { sim in
        let buffer = StatusBuffer(
          configuration: .init(sharedEventCount: bounds.0, sharedByteCount: bounds.1),
          clock: sim.clock)
        try buffer.open("a")
        let viewers = paces.map { pace in
          sim.spawn("viewer") {
            try await sim.clock.sleep(for: .milliseconds(pace * 10))
            var sink = EventStreamSink(profile: .resumable, writer: CollectingWriter())
            let monitor = StatusMonitor(
              buffer: buffer, wakeup: .polling(every: .milliseconds(1 + pace)), clock: sim.clock)
            _ = await monitor.deliver("a", to: &sink)
            return sink.writer.text
          }
        }
        for size in sizes {
          try await sim.clock.sleep(for: .milliseconds(7))
          try buffer.append(.thinking(String(repeating: "x", count: size)), to: "a")
        }
        try buffer.finish("a", with: .failed(message: "no"))
        var encoder = EventStreamEncoder(profile: .resumable)
        var bytes: [UInt8] = []
        for event in try buffer.events(of: "a", after: 0, limit: .max) {
          try encoder.encode(event, into: &bytes)
        }
        let expected = String(decoding: bytes, as: UTF8.self)
        for viewer in viewers { #expect(try await viewer.value == expected, "seed \(seed)") }
      }
    }
  }
}
