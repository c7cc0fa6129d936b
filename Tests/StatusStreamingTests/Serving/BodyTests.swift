import DeterministicSimulation
import StateLocking
import StatusStreaming
import Testing

@Suite("A body that is pulled")
struct BodyTests {
  typealias Monitor = StatusMonitor<StatusBuffer, VirtualClock>

  /// Where a delivery tells how it ended.
  private final class Deliveries: Sendable {
    private let list = Lock<[Delivery<Cursor>]>([])

    var all: [Delivery<Cursor>] { list.withLock { $0 } }
    var texts: [String] { all.map { "\($0.ending.name) at \($0.cursor)" } }

    func note(_ delivery: Delivery<Cursor>) {
      list.withLock { $0.append(delivery) }
    }
  }

  /// A run of 40 s with pauses, in which something is too large for an encoder with a limit.
  private func run(in buffer: StatusBuffer, _ clock: VirtualClock) async throws {
    try await buffer.withTrace("a") { publisher in
      try publisher.publish(.thinking("1"))
      try publisher.publish(contentsOf: [.thinking("2"), .thinking("3")])
      try await clock.sleep(for: .milliseconds(300))
      try publisher.publish(.thinking(String(repeating: "4", count: 400)))
      try await clock.sleep(for: .milliseconds(35_000))
      try publisher.publish(.thinking("5"))
      try await clock.sleep(for: .milliseconds(4_700))
      return FinalAnswer(text: "Done")
    }
  }

  /// What a viewer gets in each of the two ways.
  private func bytes(
    _ encoder: some StatusEncoder, wakeup: Monitor.Wakeup, isPulled: Bool
  ) throws -> ([UInt8], String) {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let monitor = Monitor(
        buffer: buffer, wakeup: wakeup, heartbeatInterval: .seconds(10), clock: sim.clock)
      let viewer = sim.spawn("viewer") {
        guard isPulled else {
          var sink = EncodingSink(encoder: encoder, writer: CollectingWriter())
          let delivery = await monitor.deliver("a", to: &sink)
          return (
            Array(sink.writer.writes.joined()), "\(delivery.ending.name) at \(delivery.cursor)"
          )
        }
        let deliveries = Deliveries()
        var bytes: [UInt8] = []
        for await chunk in monitor.body(of: "a", encodedBy: encoder, onEnd: deliveries.note) {
          #expect(!chunk.isEmpty)
          bytes += chunk
        }
        return (bytes, deliveries.texts.joined(separator: ", "))
      }
      try await sim.clock.sleep(for: .milliseconds(20))
      try await run(in: buffer, sim.clock)
      let result = await viewer.value
      #expect(buffer.counters.viewers == 0)
      return result
    }
  }

  @Test(
    "has the bytes that a sink writes, and ends as its delivery does",
    arguments: [Monitor.Wakeup.onAppend, .polling(every: .milliseconds(50))])
  func sameBytes(wakeup: Monitor.Wakeup) throws {
    func compare(_ encoder: some StatusEncoder) throws {
      let pushed = try bytes(encoder, wakeup: wakeup, isPulled: false)
      let pulled = try bytes(encoder, wakeup: wakeup, isPulled: true)
      #expect(pushed.0 == pulled.0)
      #expect(pulled.1 == "finished at 6")
      #expect(pulled.1 == pushed.1)
    }
    try compare(EventStreamEncoder(profile: .resumable))
    try compare(EventStreamEncoder(profile: .resumable, maximumEventSize: 200))
    try compare(EventStreamEncoder(profile: .reference))
    try compare(WebSocketStatusEncoder())
    try compare(TerminalEncoder())
    try compare(JSONLinesEncoder())
  }

  @Test("begins with the encoder's opening, before anybody has spoken")
  func opening() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      let encoder = EventStreamEncoder(profile: .resumable, opening: "connected")
      let monitor = Monitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      var iterator = monitor.body(of: "a", encodedBy: encoder).makeAsyncIterator()
      let opening = try #require(await iterator.next())
      #expect(sim.clock.now.nanoseconds == 0)
      try buffer.append(.thinking("x"), to: "a")
      let event = try #require(await iterator.next())
      var sink = EncodingSink(encoder: encoder, writer: CollectingWriter())
      try await sink.open()
      #expect(sink.writer.writes == [opening])
      #expect(String(decoding: opening, as: UTF8.self).contains("connected"))
      #expect(!String(decoding: event, as: UTF8.self).contains("connected"))
    }
  }

  @Test("counts a chunk as taken when the next one is asked for")
  func cursor() throws {
    try simulate { sim in
      for asks in 0...4 {
        let buffer = try StatusBuffer.sample(clock: sim.clock)
        let deliveries = Deliveries()
        let body = Monitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
          .body(of: "a", encodedBy: EventStreamEncoder(profile: .resumable), onEnd: deliveries.note)
        try buffer.open("a")
        do {
          var iterator = body.makeAsyncIterator()
          for number in 0..<asks {
            try buffer.append(.thinking("\(number)"), to: "a")
            #expect(await iterator.next()?.isEmpty == false)
          }
          #expect(buffer.counters.viewers == min(asks, 1))
          #expect(buffer.counters.sent == max(asks - 1, 0))
          #expect(deliveries.texts.isEmpty)
        }
        #expect(deliveries.texts == ["cancelled at \(max(asks - 1, 0))"])
        #expect(buffer.counters.viewers == 0)
      }
    }
  }

  @Test("is finished when nothing is asked for after the end")
  func end() throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(clock: sim.clock)
      let deliveries = Deliveries()
      let body = Monitor(buffer: buffer, clock: sim.clock).body(
        of: "done", after: 1, encodedBy: EventStreamEncoder(profile: .resumable),
        onEnd: deliveries.note)
      var iterator = body.makeAsyncIterator()
      let chunk = try #require(await iterator.next())
      #expect(String(decoding: chunk, as: UTF8.self).contains("event: complete"))
      #expect(deliveries.texts.isEmpty)
      for _ in 1...3 {
        #expect(await iterator.next() == nil)
        #expect(deliveries.texts == ["finished at 3"])
        #expect(buffer.counters.viewers == 0)
      }
    }
  }

  @Test("has chunks of about 64 KiB at most")
  func chunks() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      for _ in 1...200 {
        try buffer.append(.thinking(String(repeating: "x", count: 4_000)), to: "a")
      }
      try buffer.finish("a", with: .failed(message: ""))
      let body = Monitor(buffer: buffer, clock: sim.clock)
        .body(of: "a", encodedBy: EventStreamEncoder(profile: .resumable))
      var sizes: [Int] = []
      for await chunk in body { sizes.append(chunk.count) }
      #expect(sizes.allSatisfy { $0 < 70_000 })
      #expect(sizes.count < 20)
    }
  }

  @Test("beats while nobody speaks, counted from when the last chunk was taken")
  func heartbeats() throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(clock: sim.clock)
      let body = Monitor(
        buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(10), clock: sim.clock
      ).body(of: "open", after: 1, encodedBy: EventStreamEncoder(profile: .resumable))
      var iterator = body.makeAsyncIterator()
      var times: [Int64] = []
      for _ in 1...3 {
        _ = await iterator.next()
        times.append(Int64(sim.clock.now.nanoseconds / 1_000_000_000))
        try await sim.clock.sleep(for: .seconds(7))
      }
      #expect(times == [0, 17, 34])
    }
  }

  @Test("ends when its task is cancelled, or when its server drains")
  func interruptions() throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(clock: sim.clock)
      let monitor = Monitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      let deliveries = Deliveries()
      let viewers = (1...2).map { number in
        sim.spawn("viewer \(number)") {
          var bytes: [UInt8] = []
          let body = monitor.body(
            of: "open", encodedBy: WebSocketStatusEncoder(), onEnd: deliveries.note)
          for await chunk in body { bytes += chunk }
          return bytes
        }
      }
      try await sim.clock.sleep(for: .seconds(1))
      viewers[0].cancel()
      _ = await viewers[0].value
      #expect(deliveries.texts == ["cancelled at 2"])
      #expect(await buffer.drain(within: .seconds(1)) == .allGone)
      #expect(await viewers[1].value.suffix(4) == [0x88, 0x02, 0x03, 0xE9])
      #expect(deliveries.texts == ["cancelled at 2", "draining at 2"])
      #expect(sim.clock.now.nanoseconds == 1_000_000_000)
    }
  }

  @Test("tells what the buffer refuses, and is empty then")
  func refusal() throws {
    try simulate { sim in
      let deliveries = Deliveries()
      let monitor = Monitor(buffer: try StatusBuffer.sample(clock: sim.clock), clock: sim.clock)
      let encoder = EventStreamEncoder(profile: .resumable)
      for (trace, cursor) in [("gone", 1), ("open", 3), ("done", 3)] as [(TraceID, Cursor)] {
        for await _ in monitor.body(
          of: trace, after: cursor, encodedBy: encoder, onEnd: deliveries.note)
        {
          Issue.record("a chunk")
        }
      }
      #expect(
        deliveries.texts == [
          "bufferFailed(unknownTrace) at 1", "bufferFailed(cursorAhead) at 3", "finished at 3",
        ])
    }
  }

  @Test("of a viewing holds its place, and gives it back if it is never asked")
  func viewing() throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(.init(limits: .init(viewers: 1)), clock: sim.clock)
      let monitor = Monitor(buffer: buffer, clock: sim.clock)
      let encoder = EventStreamEncoder(profile: .resumable)
      let deliveries = Deliveries()
      do {
        let body = try await monitor.admit("done").viewing()
          .body(encodedBy: encoder, onEnd: deliveries.note)
        #expect(await monitor.admit("done").reason == .tooManyViewers)
        buffer.remove("done")
        var count = 0
        for await _ in body { count += 1 }
        #expect(count == 1)
        for await _ in body { Issue.record("the trace is gone") }
        #expect(deliveries.texts == ["finished at 3", "bufferFailed(unknownTrace) at 0"])
      }
      do {
        let body = try await monitor.admit("open").viewing()
          .body(encodedBy: encoder, onEnd: deliveries.note)
        withExtendedLifetime(body) { #expect(buffer.counters.viewers == 1) }
      }
      #expect(buffer.counters.viewers == 0)
      #expect(deliveries.texts.count == 2)
    }
  }

  @Test("comes from any buffer, which goes on waiting after a heartbeat", arguments: [0, 30])
  func elsewhere(latency: Int) throws {
    try simulate { sim in
      let buffer = ForeignBuffer(clock: sim.clock, latency: .milliseconds(latency))
      let monitor = StatusMonitor(
        buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(10), clock: sim.clock)
      let deliveries = Deliveries()
      let viewer = sim.spawn("viewer") {
        var text = ""
        let encoder = EventStreamEncoder(profile: .resumable)
        for await chunk in monitor.body(of: "a", encodedBy: encoder, onEnd: deliveries.note) {
          text += String(decoding: chunk, as: UTF8.self)
        }
        return text
      }
      try await run(in: buffer.buffer, sim.clock)
      let text = await viewer.value
      #expect(text.split(separator: "\n").count { $0 == ":" } == 3)
      #expect(text.split(separator: "\n").count { $0.hasPrefix("id: ") } == 6)
      #expect(deliveries.texts == ["finished at 6"])
    }
  }

  @Test("ends with a trace that is silent for too long, alone or beside a sink", arguments: [1, 2])
  func silence(viewers: Int) throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(abandonAfter: .seconds(60)), clock: sim.clock)
      try buffer.open("a")
      let monitor = Monitor(
        buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(7), clock: sim.clock)
      let deliveries = Deliveries()
      let pulling = sim.spawn("pulling") {
        let encoder = EventStreamEncoder(profile: .resumable)
        var beats = 0
        for await chunk in monitor.body(of: "a", encodedBy: encoder, onEnd: deliveries.note)
        where chunk == [0x3A, 0x0A] { beats += 1 }
        return beats
      }
      let pushing = sim.spawn("pushing") {
        guard viewers == 2 else { return "finished" }
        var sink = CollectingSink()
        return await monitor.deliver("a", to: &sink).ending.name
      }
      #expect(await pulling.value == 8)
      #expect(await pushing.value == "finished")
      #expect(deliveries.texts == ["finished at 1"])
      #expect(sim.clock.now.nanoseconds == 60_000_000_000)
    }
  }

  @Test("gives chunks to one task at a time")
  func copies() throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(clock: sim.clock)
      let body = Monitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
        .body(of: "open", after: 2, encodedBy: EventStreamEncoder(profile: .resumable))
      let iterator = body.makeAsyncIterator()
      let waiting = sim.spawn("waiting") {
        var iterator = iterator
        return await iterator.next()
      }
      try await sim.clock.sleep(for: .seconds(1))
      var copy = iterator
      #expect(await copy.next() == nil)
      try buffer.append(.thinking("3"), to: "open")
      #expect(await waiting.value?.isEmpty == false)
      #expect(buffer.counters.sent == 0)
      try buffer.append(.thinking("4"), to: "open")
      #expect(await copy.next()?.isEmpty == false)
      #expect(buffer.counters.sent == 1)
    }
  }

  @Test("can be sent to another task, as its iterator can, mapped or not")
  func sendability() throws {
    func requireSendable(_: some Sendable) {}
    let body = StatusMonitor(buffer: StatusBuffer())
      .body(of: "a", encodedBy: EventStreamEncoder(profile: .resumable))
    requireSendable(body)
    requireSendable(body.makeAsyncIterator())
    requireSendable(body.map { $0.count })
  }

  @Test("loses and repeats nothing, however it is cut and resumed")
  func exploration() throws {
    try explore(.random(seeds: 0..<300)) { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let monitor = Monitor(
        buffer: buffer, wakeup: .onAppend, heartbeatInterval: .milliseconds(30), clock: sim.clock)
      sim.spawn("agent") {
        try await buffer.withTrace("a") { publisher in
          for number in 1...8 {
            try publisher.publish(.thinking("\(number)"))
            try await sim.clock.sleep(for: .milliseconds(sim.next(below: 40)))
          }
          return FinalAnswer(text: "Done")
        }
      }
      var cursor = Cursor.zero
      var isFinished = false
      while !isFinished {
        let deliveries = Deliveries()
        let body = monitor.body(
          of: "a", after: cursor, encodedBy: EventStreamEncoder(profile: .resumable),
          onEnd: deliveries.note)
        var text = ""
        do {
          var iterator = body.makeAsyncIterator()
          var asks = 2 + sim.next(below: 4)
          while asks > 0, let chunk = await iterator.next() {
            asks -= 1
            text += String(decoding: chunk, as: UTF8.self)
            try await sim.clock.sleep(for: .milliseconds(sim.next(below: 25)))
          }
        }
        let delivery = try #require(deliveries.all.first)
        #expect(deliveries.all.count == 1)
        let numbers = text.split(separator: "\n").filter { $0.hasPrefix("id: ") }
          .compactMap { Int($0.dropFirst(4)) }
        let first = cursor.number.rawValue + 1
        #expect(numbers == Array(first..<first + numbers.count))
        #expect(delivery.cursor.number >= cursor.number)
        #expect(delivery.cursor.number.rawValue < first + numbers.count)
        cursor = delivery.cursor
        if case .finished = delivery.ending { isFinished = true }
      }
      #expect(cursor == 9)
      #expect(buffer.counters.sent == 9)
      #expect(buffer.counters.viewers == 0)
    }
  }
}
