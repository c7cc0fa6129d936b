import DeterministicSimulation
import StateLocking
import StatusStreaming
import Testing

@Suite("A delivery to a server's own messages that reads as well")
struct WebSocketReadingTests {
  private struct Broken: Error {}

  private final class Log: Sendable {
    let calls = Lock<[String]>([])
  }

  /// What a server does with one connection, and what happened.
  private struct Connection: Sendable {
    let buffer: StatusBuffer
    let clock: VirtualClock
    let log = Log()
    let messages = AsyncStream.makeStream(of: String.self)
    /// How long a message takes to be accepted.
    var latency = Duration.zero
    var failing = false

    init(_ clock: VirtualClock) throws {
      self.clock = clock
      buffer = StatusBuffer(clock: clock)
      try buffer.open("a")
    }

    func note(_ call: String) { log.calls.withLock { $0.append(call) } }

    func serve(_ name: String = "a", place: String? = nil) async throws -> String? {
      let sink = WebSocketMessageSink { [self] _ in
        note("text")
        try await clock.sleep(for: latency)
      } closing: { [self] code, _ in
        note("close \(code.rawValue)")
        if failing { throw Broken() }
      }
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: clock)
      return try await monitor.admit(name, lastEventID: place).deliver(
        to: sink, reading: messages.stream, sendTimeout: .seconds(30), clock: clock
      ) { [self] message in
        note("got \(message)")
      } dropping: { [self] in
        note("drop")
      }?.ending.name
    }

    /// The calls, and the seconds that have passed.
    func observed(since start: VirtualClock.Instant) -> (calls: [String], time: Duration) {
      (log.calls.withLock { $0 }, start.duration(to: clock.now))
    }
  }

  @Test("ends the delivery of a silent trace when its client goes")
  func clientGoes() throws {
    try explore(.random(seeds: 0..<20)) { sim in
      let connection = try Connection(sim.clock)
      let start = sim.clock.now
      let serving = sim.spawn("serving") { try await connection.serve() }
      try await sim.clock.sleep(for: .seconds(7))
      connection.messages.continuation.yield("hello")
      connection.messages.continuation.finish()
      #expect(try await serving.value == "cancelled")
      #expect(connection.observed(since: start).time == .seconds(7))
      #expect(connection.log.calls.withLock { $0 }.first == "got hello")
      #expect(connection.buffer.counters.viewers == 0)
    }
  }

  @Test("waits for the answer to Close, no longer than it may", arguments: [1, 60])
  func answer(after seconds: Int) throws {
    for (name, close) in [("a", "close 1000"), ("b", "close 4404")] {
      try simulate { sim in
        let connection = try Connection(sim.clock)
        try connection.buffer.finish("a", with: .complete(FinalAnswer(text: "")))
        let start = sim.clock.now
        let client = sim.spawn("client") {
          try await sim.clock.sleep(for: .seconds(seconds))
          connection.messages.continuation.finish()
        }
        #expect(try await connection.serve(name) == (name == "a" ? "finished" : nil))
        let (calls, time) = connection.observed(since: start)
        #expect(calls == (name == "a" ? ["text", close] : [close]))
        #expect(time == .seconds(min(seconds, 5)))
        client.cancel()
      }
    }
  }

  @Test("drops a connection that takes nothing, and waits for nobody")
  func stall() throws {
    try simulate { sim in
      var connection = try Connection(sim.clock)
      connection.latency = .seconds(3_600)
      try connection.buffer.append(.thinking("a"), to: "a")
      let start = sim.clock.now
      #expect(try await connection.serve() == "sinkStalled")
      let (calls, time) = connection.observed(since: start)
      #expect(calls == ["text", "drop"])
      #expect(time == .seconds(30))
    }
  }

  @Test("says why a client could not be told that there is nothing")
  func brokenRefusal() throws {
    try simulate { sim in
      var connection = try Connection(sim.clock)
      connection.failing = true
      let start = sim.clock.now
      await #expect(throws: Broken.self) { try await connection.serve("b") }
      #expect(connection.observed(since: start).time == .zero)
    }
  }

  @Test("goes away when its buffer drains or its task is cancelled", arguments: [false, true])
  func goingAway(cancelled: Bool) throws {
    try simulate { sim in
      let connection = try Connection(sim.clock)
      let start = sim.clock.now
      let serving = sim.spawn("serving") { try await connection.serve() }
      try await sim.clock.sleep(for: .seconds(1))
      if cancelled {
        serving.cancel()
      } else {
        await connection.buffer.drain(within: .seconds(1))
      }
      #expect(try await serving.value == (cancelled ? "cancelled" : "draining"))
      let (calls, time) = connection.observed(since: start)
      #expect(cancelled || calls == ["close 1001"])
      #expect(time == (cancelled ? .seconds(1) : .seconds(6)))
    }
  }
}
