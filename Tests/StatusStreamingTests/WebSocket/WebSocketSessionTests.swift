import DeterministicSimulation
import StateLocking
import StatusStreaming
import Testing
import WireDecoding

@Suite("A WebSocket's session")
struct WebSocketSessionTests {
  /// A transport that takes its time, and checks that nobody else writes meanwhile.
  final class Transport: ByteWriter, Sendable {
    private struct State {
      var bytes: [UInt8] = []
      var writes = 0
      var isBusy = false
    }

    private let state = Lock(State())
    private let clock: VirtualClock
    private let latency: Duration
    private let failing: Int?

    init(_ clock: VirtualClock, latency: Duration = .zero, failing: Int? = nil) {
      self.clock = clock
      self.latency = latency
      self.failing = failing
    }

    var bytes: [UInt8] { state.withLock { $0.bytes } }

    /// What a client reads.
    var events: [WebSocketMessageDecoder.Event] {
      var decoder = WebSocketMessageDecoder(reader: .client)
      decoder.feed(bytes)
      var events: [WebSocketMessageDecoder.Event] = []
      do {
        while let event = try decoder.next() { events.append(event) }
      } catch {
        Issue.record("\(error)")
      }
      return events
    }

    func write(_ bytes: [UInt8]) async throws {
      let number = state.withLock { state in
        #expect(!state.isBusy)
        state.isBusy = true
        state.writes += 1
        return state.writes
      }
      defer { state.withLock { $0.isBusy = false } }
      // Some of it is on the wire before the rest.
      state.withLock { $0.bytes += bytes.prefix(1) }
      try await clock.sleep(for: latency)
      if number == failing { throw CollectingWriter.Broken() }
      state.withLock { $0.bytes += bytes.dropFirst() }
    }
  }

  private func client(
    _ write: (inout WebSocketFramer, inout [UInt8]) throws -> Void
  ) rethrows -> [UInt8] {
    var framer = WebSocketFramer(role: .client { 0x0102_0304 })
    var bytes: [UInt8] = []
    try write(&framer, &bytes)
    return bytes
  }

  @Test("writes pongs between events, never inside, under any schedule")
  func pongsBetweenEvents() throws {
    let ping = try client { try $0.ping([42], into: &$1) }
    try explore(.random(seeds: 0..<100)) { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let transport = Transport(sim.clock, latency: .milliseconds(10))
      let session = WebSocketSession(
        connection: WebSocketConnection(
          encoder: WebSocketStatusEncoder(profile: .resumable, maximumFrameSize: 20)),
        writer: transport)
      try buffer.open("a")
      let delivery = sim.spawn("delivery") {
        var sink = session
        let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
        return await monitor.deliver("a", to: &sink)
      }
      let reader = sim.spawn("reader") {
        for _ in 0..<10 {
          #expect(try await session.receive(ping).isEmpty)
          try await sim.clock.sleep(for: .milliseconds(7))
        }
      }
      for number in 1...5 {
        try buffer.append(.thinking("\(number)"), to: "a")
        try await sim.clock.sleep(for: .milliseconds(13))
      }
      try await reader.value
      try buffer.finish("a", with: .failed(message: ""))
      #expect(await delivery.value.ending.name == "finished")
      let events = transport.events
      let texts = events.count { if case .text = $0 { true } else { false } }
      #expect(texts == 6)
      #expect(events.last == .close(code: 1011, reason: []))
      #expect(events.count { $0 == .pong([42]) } >= 3)
    }
  }

  @Test("answers a ping while nothing is to be sent, and does not let the reader wait for a write")
  func promptness() throws {
    let ping = try client { try $0.ping([1], into: &$1) }
    try simulate { sim in
      let transport = Transport(sim.clock, latency: .seconds(60))
      let session = WebSocketSession(writer: transport)
      let send = sim.spawn("send") { try await session.send(.update(1, "a")) }
      try await sim.clock.sleep(for: .seconds(1))
      let start = sim.clock.now
      for _ in 0..<1_000 { _ = try await session.receive(ping) }
      #expect(start.duration(to: sim.clock.now) == .zero)
      try await send.value
      #expect(transport.events.count == 2)
      #expect(transport.events.last == .pong([1]))
    }
    try simulate { sim in
      let transport = Transport(sim.clock)
      let session = WebSocketSession(writer: transport)
      _ = try await session.receive(ping)
      #expect(transport.events == [.pong([1])])
    }
  }

  @Test("ends a delivery that sends after the client has closed, and says why")
  func clientCloses() throws {
    let bytes = try client { try $0.close(4001, reason: "seen enough", into: &$1) }
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      let transport = Transport(sim.clock)
      let session = WebSocketSession(writer: transport)
      let delivery = sim.spawn("delivery") {
        var sink = session
        let monitor = StatusMonitor(
          buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(15), clock: sim.clock)
        return await monitor.deliver("a", to: &sink)
      }
      try await sim.clock.sleep(for: .seconds(1))
      let events = try await session.receive(bytes)
      #expect(session.isClosed)
      #expect(transport.events == [.close(code: 4001, reason: [])])
      guard case .end(let closure)? = events.last else {
        Issue.record("\(events)")
        return
      }
      guard case .sinkFailed(let error as WebSocketClosure) = await delivery.value.ending else {
        Issue.record("another ending")
        return
      }
      #expect(error == closure && closure.code == 4001 && closure.reason == "seen enough")
      try await session.close(.normalClosure)
      #expect(transport.events.count == 1)
    }
  }

  @Test("closes with a chosen code, and is closed once the client has answered")
  func chosenCode() throws {
    let echo = try client { try $0.close(.policyViolation, into: &$1) }
    try simulate { sim in
      let transport = Transport(sim.clock)
      let session = WebSocketSession(writer: transport)
      await #expect(throws: WebSocketEncodingError.self) { try await session.close(1005) }
      try await session.close(.policyViolation, reason: "not yours")
      try await session.close()
      try await session.heartbeat()
      #expect(!session.isClosed)
      await #expect(throws: StatusEncodingError.self) { try await session.send(.update(1, "a")) }
      #expect(try await session.receive(echo).count == 1)
      #expect(session.isClosed)
      #expect(transport.events == [.close(code: 1008, reason: Array("not yours".utf8))])
    }
  }

  @Test("bears a heartbeat that comes too late, whether or not the client has answered Close")
  func lateHeartbeat() throws {
    let echo = try client { try $0.close(.internalError, into: &$1) }
    try simulate { sim in
      let transport = Transport(sim.clock)
      let session = WebSocketSession(writer: transport)
      try await session.send(.event(1, .failed(message: "")))
      try await session.heartbeat()
      _ = try await session.receive(echo)
      try await session.heartbeat()
      try await session.close()
      #expect(transport.events.count == 2)
      // Of a client that closes first it is to be told.
      let other = WebSocketSession(writer: Transport(sim.clock))
      _ = try await other.receive(echo)
      await #expect(throws: WebSocketClosure.self) { try await other.heartbeat() }
    }
  }

  @Test("reads until the client's side ends, and hands on its messages")
  func reading() throws {
    let bytes = try client { framer, bytes in
      try framer.text("stop", into: &bytes)
      try framer.ping([9], into: &bytes)
      try framer.close(.normalClosure, into: &bytes)
    }
    try simulate { sim in
      for isCut in [false, true] {
        let transport = Transport(sim.clock)
        let session = WebSocketSession(writer: transport)
        let input = AsyncStream<[UInt8]> { continuation in
          for byte in isCut ? bytes.dropLast() : bytes[...] { continuation.yield([byte]) }
          continuation.finish()
        }
        let messages = Lock<[WebSocketConnection.Event]>([])
        let closure = try await session.receive(from: input) { event in
          messages.withLock { $0.append(event) }
        }
        #expect(messages.withLock { $0 } == [.text(Array("stop".utf8))])
        #expect(closure.code == (isCut ? 1006 : 1000) && session.isClosed)
        #expect(transport.events.first == .pong([9]))
        #expect(transport.events.count == (isCut ? 1 : 2))
      }
    }
  }

  @Test("can still say goodbye when the reading is cancelled")
  func cancelledReading() throws {
    try simulate { sim in
      let transport = Transport(sim.clock)
      let session = WebSocketSession(writer: transport)
      let reading = sim.spawn("reading") {
        try await session.receive(from: AsyncStream { _ in })
      }
      try await sim.clock.sleep(for: .seconds(1))
      reading.cancel()
      await #expect(throws: CancellationError.self) { try await reading.value }
      #expect(session.closure == nil)
      try await session.close()
      #expect(transport.events == [.close(code: 1001, reason: [])])
    }
  }

  /// Runs a session whose client acts, over a trace in which nothing happens, or that ends at once; no
  /// write succeeds where the transport is broken.
  private func run(
    isFinished: Bool, isBroken: Bool = false, closeTimeout: Duration = .seconds(5),
    cancelledAfter: Duration? = nil, dismissedAfter: Duration? = nil,
    client act:
      @escaping @Sendable (AsyncStream<[UInt8]>.Continuation, VirtualClock) async throws
      -> Void
  ) throws -> (ending: String, time: Duration, events: [WebSocketMessageDecoder.Event]) {
    try simulate { sim in
      let clock = sim.clock
      let buffer = StatusBuffer(clock: clock)
      try buffer.open("a")
      if isFinished { try buffer.finish("a", with: .failed(message: "")) }
      let transport = Transport(clock, failing: isBroken ? 1 : nil)
      let session = WebSocketSession(writer: transport)
      let (input, continuation) = AsyncStream<[UInt8]>.makeStream()
      let start = clock.now
      let running = sim.spawn("session") {
        await session.run(reading: input, closeTimeout: closeTimeout, clock: clock) {
          var sink = session
          let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: clock)
          return await monitor.deliver("a", to: &sink)
        }
      }
      let client = sim.spawn("client") { try await act(continuation, clock) }
      if let dismissedAfter {
        try await clock.sleep(for: dismissedAfter)
        do {
          try await session.close(.policyViolation)
        } catch is CollectingWriter.Broken where isBroken {}
      }
      if let cancelledAfter {
        try await clock.sleep(for: cancelledAfter)
        running.cancel()
      }
      let ending = await running.value.ending.name
      let time = start.duration(to: clock.now)
      client.cancel()
      continuation.finish()
      return (ending, time, isBroken ? [] : transport.events)
    }
  }

  @Test("that runs ends a silent delivery when the client goes")
  func departure() throws {
    let close = try client { try $0.close(.normalClosure, into: &$1) }
    let closed = try run(isFinished: false) { continuation, clock in
      try await clock.sleep(for: .seconds(2))
      continuation.yield(close)
    }
    #expect(closed.ending == "cancelled" && closed.time == .seconds(2))
    #expect(closed.events == [.close(code: 1000, reason: [])])
    let lost = try run(isFinished: false) { continuation, clock in
      try await clock.sleep(for: .seconds(3))
      continuation.finish()
    }
    #expect(lost.ending == "cancelled" && lost.time == .seconds(3) && lost.events.isEmpty)
  }

  @Test("that runs waits for the client's Close, and not for ever")
  func closingTime() throws {
    let echo = try client { try $0.close(.internalError, into: &$1) }
    let prompt = try run(isFinished: true) { continuation, clock in
      try await clock.sleep(for: .seconds(1))
      continuation.yield(echo)
    }
    #expect(prompt.ending == "finished" && prompt.time == .seconds(1))
    #expect(prompt.events.last == .close(code: 1011, reason: []))
    let silent = try run(isFinished: true) { _, clock in try await clock.sleep(for: .seconds(60)) }
    #expect(silent.ending == "finished" && silent.time == .seconds(5))
    let patient = try run(
      isFinished: true, closeTimeout: .seconds(Int64.max), cancelledAfter: .seconds(80_000)
    ) { _, _ in }
    #expect(patient.ending == "finished" && patient.time == .seconds(80_000))
  }

  @Test("that runs lets go of a client that is told to go, whether it answers or not")
  func dismissal() throws {
    let echo = try client { try $0.close(.policyViolation, into: &$1) }
    let prompt = try run(isFinished: false, dismissedAfter: .seconds(2)) { continuation, clock in
      try await clock.sleep(for: .seconds(3))
      continuation.yield(echo)
    }
    #expect(prompt.ending == "cancelled" && prompt.time == .seconds(3))
    #expect(prompt.events == [.close(code: 1008, reason: [])])
    for time in [Duration.zero, .seconds(2), .seconds(1_000)] {
      let silent = try run(isFinished: false, dismissedAfter: time) { _, clock in
        try await clock.sleep(for: .seconds(10_000))
      }
      #expect(silent.ending == "cancelled" && silent.time == time + .seconds(5))
      #expect(silent.events == [.close(code: 1008, reason: [])])
    }
  }

  @Test("that runs lets go of a client that can't be told to go any more")
  func failedDismissal() throws {
    let result = try run(isFinished: false, isBroken: true, dismissedAfter: .seconds(2)) {
      _, clock in
      try await clock.sleep(for: .seconds(10_000))
    }
    #expect(result.ending == "cancelled" && result.time == .seconds(2))
  }

  @Test("that runs ends at once when it is cancelled")
  func cancelledRun() throws {
    let result = try run(isFinished: false, cancelledAfter: .seconds(2)) { _, clock in
      try await clock.sleep(for: .seconds(60))
    }
    #expect(result.ending == "cancelled" && result.time == .seconds(2))
  }

  @Test("throws the transport's error ever after, for whoever comes")
  func brokenTransport() throws {
    let ping = try client { try $0.ping(into: &$1) }
    try simulate { sim in
      let transport = Transport(sim.clock, failing: 2)
      let session = WebSocketSession(writer: transport)
      try await session.send(.update(1, "a"))
      await #expect(throws: CollectingWriter.Broken.self) { try await session.receive(ping) }
      await #expect(throws: CollectingWriter.Broken.self) {
        try await session.send(.update(2, "b"))
      }
      await #expect(throws: CollectingWriter.Broken.self) { try await session.heartbeat() }
      await #expect(throws: CollectingWriter.Broken.self) { try await session.close() }
      #expect(session.isClosed)
    }
  }

  @Test("gives a send up that is cancelled while it waits for another write")
  func cancelledWaiting() throws {
    let ping = try client { try $0.ping(into: &$1) }
    try simulate { sim in
      let transport = Transport(sim.clock, latency: .seconds(60))
      let session = WebSocketSession(writer: transport)
      let reading = sim.spawn("reading") { try await session.receive(ping) }
      try await sim.clock.sleep(for: .seconds(1))
      let start = sim.clock.now
      let send = sim.spawn("send") { try await session.send(.update(1, "a")) }
      try await sim.clock.sleep(for: .seconds(1))
      send.cancel()
      await #expect(throws: CancellationError.self) { try await send.value }
      #expect(start.duration(to: sim.clock.now) == .seconds(1))
      _ = try await reading.value
      try await session.send(.update(1, "a"))
      #expect(transport.events.count == 2)
    }
  }
}
