import GoldenTranscripts
import ReferenceScenarios
import StatusConformance
import StatusStreaming

/// Sinks as somebody has shipped them who had not seen the rules: each with a mistake that no usual
/// run of theirs has shown, or unusual and right.
extension Sample {
  private static func lines(
    _ name: String, breaks rule: Int, saying message: String,
    _ make: @escaping @Sendable (Wire) -> some StatusSink
  ) -> Sample {
    Sample(name, breaks: rule, saying: message, lines(name, make))
  }

  private static func lines<Sink: StatusSink>(
    _ name: String, _ make: @escaping @Sendable (Wire) -> Sink
  ) -> any Verification {
    SinkVerification(name: name, decoder: { JSONLinesStatusDecoder() }, makeSink: make)
  }

  private static func stream<Sink: StatusSink>(
    _ name: String, _ make: @escaping @Sendable (Wire) -> Sink
  ) -> any Verification {
    SinkVerification(
      name: name, decoder: { EventStreamStatusDecoder(profile: .resumable) }, makeSink: make)
  }

  static let shippedSinks: [Sample] = [
    Sample(
      "heartbeats of its own between the pieces of an event", breaks: 104, saying: "read",
      stream("chunks") { SelfBeatingSink($0, pieceSize: 64, keepsTogether: false) }),
    Sample(
      "a connection that is closed by itself after two minutes", breaks: 102, saying: "thinking",
      stream("idle for two minutes") { wire in
        var last = wire.clock.now
        var isOver = false
        return ClosureSink(EventStreamEncoder(profile: .resumable), wire) { sink in
          sink.beat = { bytes in if isOver { bytes = [] } }
          sink.rewrite = { _, bytes in
            isOver = isOver || last.duration(to: wire.clock.now) > .seconds(120)
            last = wire.clock.now
            if isOver { bytes = [] }
          }
        }
      }),
    Sample(
      "lines of 120 columns", breaks: 104, saying: "read",
      SinkVerification(name: "wrapping", decoder: { TerminalStatusDecoder() }) {
        ClosureSink(TerminalEncoder(), $0) { sink in
          sink.rewrite = { _, bytes in
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            bytes = Array(
              lines.flatMap { line -> [[UInt8]] in
                stride(from: 0, to: max(line.count, 1), by: 120).map { start in
                  Array(line.dropFirst(start).prefix(120))
                }
              }.joined(separator: [0x0A]))
          }
        }
      }),
    Sample(
      "data fields of 16 kilobytes", breaks: 104, saying: "read",
      stream("fields") {
        ClosureSink(EventStreamEncoder(profile: .resumable), $0) { sink in
          sink.rewrite = { _, bytes in
            if bytes.count > 16_384 { bytes.insert(contentsOf: "\ndata: ".utf8, at: 16_384) }
          }
        }
      }),
    lines("messages that are kept by their first 64 characters", breaks: 104, saying: "") { wire in
      var known: [Substring: String] = [:]
      return ClosureSink(JSONLinesEncoder(), wire) { sink in
        sink.change = { event in
          guard case .update(var update) = event.payload, let message = update.message else {
            return
          }
          if message.count > 64 {
            update.message = known[message.prefix(64)] ?? message
            known[message.prefix(64)] = update.message
          }
          event.payload = .update(update)
        }
      }
    },
    Sample(
      "an epoch in lower case", breaks: 105, saying: "#",
      stream("lower epoch") {
        ClosureSink(EventStreamEncoder(profile: .resumable), $0) { sink in
          sink.change = { event in
            event.epoch = event.epoch.flatMap { try? Epoch($0.rawValue.lowercased()) }
          }
        }
      }),
    lines("two seconds for the rest", breaks: 603, saying: "as if nothing had happened") {
      DrainingSink($0, patience: .seconds(2))
    },
    lines("thoughts of which the last of a batch is kept", breaks: 102, saying: "thinking") {
      LumpingSink(wire: $0, tellsGap: false, from: 2)
    },
    lines("a hundred of a batch are counted", breaks: 103, saying: "each update once") {
      BatchClosureSink(JSONLinesEncoder(), $0) { $0.answer = { written, _ in min(written, 100) } }
    },
    lines("gaps that follow each other are one, of the last", breaks: 602, saying: "gap") {
      GapMergingSink(wire: $0)
    },
    lines("artifacts that are texts", breaks: 104, saying: "complete") {
      ClosureSink(JSONLinesEncoder(), $0) { sink in
        sink.change = { event in
          guard case .complete(var answer) = event.payload else { return }
          for member in answer.artifacts where !"\(member.value)".hasPrefix("\"") {
            answer.artifacts[member.key] = JSON("\(member.value)")
          }
          event.payload = .complete(answer)
        }
      }
    },
    Sample(
      "what fills no page is written at the end", breaks: 102, saying: "",
      stream("pages") { PagingSink(wire: $0, page: 4_096, flushesAtClose: false) }),
    Sample(
      "numbers with thousands apart", breaks: 104, saying: "1,000",
      stream("thousands") {
        ClosureSink(EventStreamEncoder(profile: .resumable), $0) { sink in
          sink.rewrite = { event, bytes in
            let number = event.sequence.rawValue
            guard number > 999, event.epoch == nil else { return }
            let (high, low) = number.quotientAndRemainder(dividingBy: 1_000)
            let text = String(decoding: bytes, as: UTF8.self)
            let parts = text.split(separator: "id: \(number)\n", omittingEmptySubsequences: false)
            let digits = String(String(1_000 + low).dropFirst())
            bytes = Array(parts.joined(separator: "id: \(high),\(digits)\n").utf8)
          }
        }
      }),
    Sample(
      correct: "heartbeats of its own between events",
      stream("own heartbeats") { SelfBeatingSink($0, pieceSize: 64, keepsTogether: true) }),
    Sample(
      correct: "a queue that is drained at the end",
      lines("drained") { DrainingSink($0, patience: nil) }),
    Sample(
      correct: "a batch of which the last update and a gap is kept",
      lines("lumps") { LumpingSink(wire: $0, tellsGap: true, from: 64) }),
    Sample(
      correct: "pages of four kilobytes",
      stream("whole pages") { PagingSink(wire: $0, page: 4_096, flushesAtClose: true) }),
  ]
}

/// Keeps of the updates that are there together the last one of a kind.
private struct LumpingSink: StatusSink {
  var encoder = JSONLinesEncoder()
  let wire: Wire
  /// Whether a gap tells of the others.
  let tellsGap: Bool
  /// Of how many on.
  let least: Int

  init(wire: Wire, tellsGap: Bool, from least: Int) {
    self.wire = wire
    self.tellsGap = tellsGap
    self.least = least
  }

  mutating func send(_ event: StreamEvent) async throws {
    try await write([event])
  }

  mutating func send(contentsOf events: EventBatch) async throws -> Int {
    let events = Array(events)
    let updates = events.prefix { event in
      if case .update(let update) = event.payload {
        update.status == .thinking || tellsGap
      } else {
        false
      }
    }
    guard updates.count >= least, let last = updates.last, let lost = updates.dropLast().last else {
      try await write(Array(events.prefix(1)))
      return 1
    }
    var gap = lost
    gap.payload = .gap(lost: updates.count - 1)
    try await write(tellsGap ? [gap, last] : [last])
    return updates.count
  }

  private mutating func write(_ events: [StreamEvent]) async throws {
    var bytes: [UInt8] = []
    for event in events { try encoder.encode(event, into: &bytes) }
    try await wire.write(bytes)
  }
}

/// Bug: a gap waits for the next event, and another gap takes its place.
private struct GapMergingSink: StatusSink {
  var encoder = JSONLinesEncoder()
  let wire: Wire
  var gap: StreamEvent?

  init(wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    if case .gap = event.payload {
      gap = event
      return
    }
    var bytes: [UInt8] = []
    if let gap, gap.trace == event.trace { try encoder.encode(gap, into: &bytes) }
    gap = nil
    try encoder.encode(event, into: &bytes)
    try await wire.write(bytes)
  }

  mutating func close() async throws {
    guard let gap else { return }
    var bytes: [UInt8] = []
    try encoder.encode(gap, into: &bytes)
    try await wire.write(bytes)
  }
}

/// Gathers what fills a page, up to the end or a heartbeat.
private struct PagingSink: StatusSink {
  var encoder = EventStreamEncoder(profile: .resumable)
  let wire: Wire
  let page: Int
  let flushesAtClose: Bool
  var waiting: [UInt8] = []

  init(wire: Wire, page: Int, flushesAtClose: Bool) {
    self.wire = wire
    self.page = page
    self.flushesAtClose = flushesAtClose
  }

  mutating func send(_ event: StreamEvent) async throws {
    try encoder.encode(event, into: &waiting)
    if waiting.count > page || event.payload.isTerminal { try await flush() }
  }

  mutating func heartbeat() async throws {
    try await flush()
  }

  mutating func close() async throws {
    if flushesAtClose { try await flush() }
  }

  private mutating func flush() async throws {
    let bytes = waiting
    waiting = []
    if !bytes.isEmpty { try await wire.write(bytes) }
  }
}
