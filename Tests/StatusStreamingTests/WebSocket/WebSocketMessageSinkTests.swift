import DeterministicSimulation
import StateLocking
import StatusStreaming
import Testing

@Suite("A sink over a server's own messages")
struct WebSocketMessageSinkTests {
  private struct Broken: Error {}

  private final class Log: Sendable {
    let calls = Lock<[String]>([])
  }

  private final class Output: ByteWriter, Sendable {
    let bytes = Lock<[UInt8]>([])

    func write(_ bytes: [UInt8]) { self.bytes.withLock { $0 += bytes } }
  }

  /// Delivers a run to closures, the one with a number failing, and says what they were called with.
  private func calls(
    _ profile: WebSocketMessageEncoder.Profile = .reference, limit: Int = .max,
    sending updates: [String], then outcome: TraceOutcome?, failingAt failing: Int? = nil
  ) throws -> (calls: [String], ending: String) {
    try simulate { sim in
      let log = Lock<[String]>([])
      @Sendable func note(_ call: String) throws {
        let count = log.withLock { log in
          log.append(call)
          return log.count
        }
        if count == failing { throw Broken() }
      }
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      for update in updates { try buffer.append(.thinking(update), to: "a") }
      if let outcome { try buffer.finish("a", with: outcome) }
      let delivery = sim.spawn("delivery") {
        var sink = WebSocketMessageSink(
          profile: profile, maximumMessageSize: limit, sendingText: { try note($0) },
          pinging: { try note("ping") }, closing: { try note("close \($0.rawValue)\($1)") })
        let monitor = StatusMonitor(
          buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(2), clock: sim.clock)
        let ending = await monitor.deliver("a", to: &sink).ending.name
        // What comes too late is nothing.
        if ending == "finished" { try await sink.heartbeat() }
        return ending
      }
      try await sim.clock.sleep(for: .seconds(3))
      delivery.cancel()
      let ending = try await delivery.value
      return (log.withLock { $0 }, ending)
    }
  }

  @Test(
    "tells a client why there is nothing, as far as a control frame holds, and nothing after it")
  func refusal() async throws {
    let monitor = StatusMonitor(buffer: StatusBuffer())
    for (name, text) in [
      ("never", "close 4404 unknownTrace: trace 'never': it was never opened or is gone"),
      (String(repeating: "a", count: 128), "close 4404 unknownTrace: trace 'aaa"),
      ("ä", "close 4400 trace id"),
    ] {
      guard case .answer(let answer) = await monitor.admit(name) else {
        Issue.record("\(name) was admitted")
        continue
      }
      let log = Lock<[String]>([])
      var sink = WebSocketMessageSink(
        sendingText: { text in log.withLock { $0.append(text) } },
        pinging: { log.withLock { $0.append("ping") } },
        closing: { code, reason in
          log.withLock { $0.append("close \(code.rawValue) \(reason)") }
        })
      try await sink.refuse(answer)
      try await sink.heartbeat()
      try await sink.close()
      let calls = log.withLock { $0 }
      #expect(calls.count == 1)
      #expect(calls.first?.hasPrefix(text) == true, "\(calls)")
      #expect(calls.allSatisfy { $0.utf8.count <= "close 4404 ".utf8.count + 123 })
    }
  }

  @Test("delivers what was admitted, or tells why there is nothing")
  func admission() async throws {
    let buffer = StatusBuffer()
    try buffer.open("a")
    try buffer.finish("a", with: .failed(message: "no"))
    let monitor = StatusMonitor(buffer: buffer)
    let log = Log()
    for (name, place) in [("a", nil), ("a", "1"), ("b", nil)] as [(String, String?)] {
      let sink = WebSocketMessageSink(
        sendingText: { _ in log.calls.withLock { $0.append("text") } },
        closing: { code, _ in log.calls.withLock { $0.append("close \(code.rawValue)") } })
      let delivery = try await monitor.admit(name, lastEventID: place).deliver(to: sink)
      #expect((delivery == nil) == (name == "b" || place != nil))
    }
    let calls = log.calls.withLock { $0 }
    #expect(calls == ["text", "close 1011", "close 4204", "close 4404"])
    for (name, code) in [("a", [0x03, 0xF3]), ("b", [0x11, 0x34])] as [(String, [UInt8])] {
      let output = Output()
      let session = WebSocketSession(writer: output)
      let delivery = try await monitor.admit(name).deliver(to: session)
      #expect((delivery == nil) == (name == "b"))
      let written = output.bytes.withLock { $0 }
      let close = try #require(written.lastIndex(of: 0x88))
      #expect(Array(written[(close + 2)...].prefix(2)) == code)
    }
  }

  private static let nulls =
    #""roadmap_step_id":null,"roadmap_step_status":null,"roadmap":null}"#

  @Test("sends each event as a text message, then Close with the code that fits")
  func messages() throws {
    let outcomes: [(TraceOutcome, String, String)] = [
      (
        .complete(FinalAnswer(text: "é")),
        #""type":"complete","result":{"text":"é","route":null,"artifacts":{},"metadata":{}}}"#,
        "close 1000"
      ),
      (.failed(message: "no"), #""type":"failed","message":"no"}"#, "close 1011"),
      (.cancelled(reason: ""), #""type":"cancelled","reason":""}"#, "close 1000"),
    ]
    for (outcome, text, close) in outcomes {
      let update = #""status":"thinking","message":"a",\#(Self.nulls)"#
      let plain = try calls(sending: ["a"], then: outcome)
      #expect(plain.calls == ["{" + update, "{" + text, close])
      #expect(plain.ending == "finished")
      let numbered = try calls(.resumable, sending: ["a"], then: outcome)
      #expect(numbered.calls == [#"{"id":"1","# + update, #"{"id":"2","# + text, close])
    }
  }

  @Test("pings when it is idle, and goes away when it is closed before the end")
  func goingAway() throws {
    let result = try calls(sending: [], then: nil)
    #expect(result.calls == ["ping", "close 1001"])
    #expect(result.ending == "cancelled")
  }

  @Test("turns what is too large into a gap")
  func oversize() throws {
    let result = try calls(
      limit: 150, sending: [String(repeating: "x", count: 200)], then: .failed(message: ""))
    #expect(
      result.calls == [
        #"{"type":"gap","lost":1}"#, #"{"type":"failed","message":""}"#, "close 1011",
      ])
  }

  @Test("says nothing more once a closure has thrown", arguments: 1...4)
  func failure(call: Int) throws {
    let result = try calls(sending: ["a", "b"], then: .failed(message: ""), failingAt: call)
    #expect(result.calls.count == call)
    #expect(result.ending == "sinkFailed(Broken())")
  }
}
