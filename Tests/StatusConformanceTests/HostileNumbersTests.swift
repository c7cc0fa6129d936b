import GoldenTranscripts
import StatusConformance
import StatusStreaming
import Testing

/// Implementations that give numbers, gaps and times that can't be.
@Suite struct HostileNumbersTests {
  /// What becomes of an event.
  struct Distortion: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let distort: @Sendable (StreamEvent) -> StreamEvent
  }

  static let distortions =
    [0, -1, Int.min, .max, .max - 1].flatMap { number in
      [
        Distortion(testDescription: "number \(number)") { event in
          var event = event
          event.sequence = SequenceNumber(rawValue: number)
          return event
        },
        Distortion(testDescription: "every other update a gap of \(number)") { event in
          var event = event
          if event.sequence.rawValue % 2 == 0, !event.payload.isTerminal {
            event.payload = .gap(lost: number)
          }
          return event
        },
        Distortion(testDescription: "gaps of \(number) and number \(number)") { event in
          var event = event
          event.sequence = SequenceNumber(rawValue: number)
          if !event.payload.isTerminal { event.payload = .gap(lost: number) }
          return event
        },
      ]
    }

  static let times = [Duration(attoseconds: .min), .seconds(-1), Duration(attoseconds: .max)]

  /// Verifies all rules, each of which must be judged without a trap.
  private func violations(_ verification: some Verification) async -> [String] {
    var violations: [String] = []
    for rule in ConformanceRule.all(about: verification.subject) {
      if case .violation(let violation) = await verification.verifier.verdict(on: rule) {
        violations.append("\(violation)")
      }
    }
    return violations
  }

  @Test(arguments: distortions) func aBufferIsCharged(distortion: Distortion) async {
    for capacity in [nil, 8] {
      let verification = BufferVerification(execution: .simulated(runs: 45), capacity: capacity) {
        DistortingBuffer(capacity: capacity, distort: distortion.distort) { $0 }
      }
      #expect(await violations(verification) != [])
    }
  }

  @Test(arguments: [0, -1, Int.min, .max]) func aBufferWithSuchAppendsIsCharged(number: Int) async {
    let verification = BufferVerification(execution: .simulated(runs: 45), capacity: 8) {
      DistortingBuffer(capacity: 8) {
        $0
      } number: { _ in
        SequenceNumber(rawValue: number)
      }
    }
    #expect(await violations(verification) != [])
  }

  @Test(arguments: times) func aBufferWithSuchTimesIsJudged(time: Duration) async {
    let verification = BufferVerification(execution: .simulated(runs: 45), capacity: 8) {
      DistortingBuffer(capacity: 8) { event in
        var event = event
        event.time = time
        return event
      } number: {
        $0
      }
    }
    #expect(await violations(verification) == [])
  }

  @Test(arguments: distortions) func aDeliveryIsCharged(distortion: Distortion) async {
    let verification = DeliveryVerification(
      capabilities: [.resumable], execution: .simulated(runs: 60)
    ) { run in
      for try await event in run.statusBuffer.events(of: run.trace, after: run.resumeAfter) {
        try await run.sink.send(distortion.distort(event))
      }
    }
    #expect(await violations(verification) != [])
  }

  @Test(arguments: [Int.min, -1, 0, 1, 8, 100_001, .max])
  func anyNumberIsACapacity(capacity: Int) async {
    let verification = BufferVerification(execution: .simulated(runs: 30), capacity: capacity) {
      StatusBuffer(configuration: .init(capacity: capacity))
    }
    #expect(await violations(verification) == [])
  }

  @Test(arguments: [Int.min, -1, 0]) func anyNumberIsANumberOfRuns(runs: Int) async {
    for execution in [Execution.simulated(runs: runs), .real(timeout: .seconds(20), runs: runs)] {
      let verification = AgentVerification(execution: execution) { run in
        try await run.buffer.withTrace(run.trace) { _ in FinalAnswer(text: run.query) }
      }
      let report = await verification.verifyAll(RunSelection())
      #expect(!report.entries.isEmpty)
    }
  }

  @Test(arguments: [Int.min, -1, 0]) func aGapThatCannotBeIsADisagreement(lost: Int) throws {
    var stream = try ObservedStream(
      decoding: TranscriptFile(
        name: "resumable.1.sse", bytes: Array("id: 1\nevent: gap\ndata: {\"lost\":1}\n\n".utf8)))
    let event = StreamEvent(
      trace: "run-1", sequence: 1, payload: .failed(message: "\(stream.events.count)"))
    #expect(throws: Disagreement.self) { try stream.agree(with: [event]) }
    stream = try ObservedStream(decoding: TranscriptFile(name: "resumable.1.sse", bytes: []))
    #expect(throws: ObservationError.self) {
      try ObservedStream(
        decoding: TranscriptFile(
          name: "resumable.1.sse",
          bytes: Array("id: 1\nevent: gap\ndata: {\"lost\":\(lost)}\n\n".utf8)))
    }
  }
}

/// A correct buffer whose answers are distorted.
struct DistortingBuffer: StatusBuffering {
  private let buffer: StatusBuffer
  private let distort: @Sendable (StreamEvent) -> StreamEvent
  private let number: @Sendable (SequenceNumber) -> SequenceNumber

  init(
    capacity: Int?, distort: @escaping @Sendable (StreamEvent) -> StreamEvent,
    number: @escaping @Sendable (SequenceNumber) -> SequenceNumber
  ) {
    buffer = StatusBuffer(configuration: .init(capacity: capacity ?? 10_000))
    self.distort = distort
    self.number = number
  }

  func open(_ trace: TraceID) throws { try buffer.open(trace) }
  func append(_ update: StatusUpdate, to trace: TraceID) throws -> SequenceNumber {
    number(try buffer.append(update, to: trace))
  }
  func finish(_ trace: TraceID, with outcome: TraceOutcome) throws -> SequenceNumber {
    number(try buffer.finish(trace, with: outcome))
  }
  func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) throws -> [StreamEvent] {
    try buffer.events(of: trace, after: cursor, limit: limit).map(distort)
  }
  func remove(_ trace: TraceID) { buffer.remove(trace) }
}
