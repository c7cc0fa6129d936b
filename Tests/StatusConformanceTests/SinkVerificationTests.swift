import DeterministicSimulation
import GoldenTranscripts
import StateLocking
import StatusConformance
import StatusStreaming
import Testing

@testable import SampleImplementations

@Suite("Verifications of sinks")
struct SinkVerificationTests {
  private func reason(_ verdict: Verdict) -> String? {
    guard case .skip(let reason) = verdict else { return nil }
    return reason
  }

  @Test("what the format does not show is skipped with that reason")
  func unshown() async throws {
    let verification = SinkVerification(
      capabilities: [.bounded, .sizeLimit],
      decoder: { EventStreamStatusDecoder(profile: .reference) }
    ) { EventStreamSink(profile: .reference, writer: $0) }
    let reasons = [
      105: "the decoder does not show numbers", 107: "is not about a sink",
      201: "the decoder does not show how a trace ends",
      204: "the decoder does not show how a trace ends",
      602: "the decoder does not show gaps",
      707: "no size limit is given", 708: "needs .terminal", 709: "needs .lines",
      710: "needs .webSocket",
    ]
    for (number, expected) in reasons {
      let rule = try #require(ConformanceRule(id: number))
      #expect(await reason(verification.verifier.verdict(on: rule)) == expected, "\(rule)")
    }
    for number in [101, 102, 103, 104, 106, 202, 401, 503, 601, 603, 604, 701, 702, 703, 704, 706] {
      let rule = try #require(ConformanceRule(id: number))
      guard case .pass(let coverage) = await verification.verifier.verdict(on: rule) else {
        Issue.record("\(rule)")
        continue
      }
      #expect(coverage.runs > 0 && coverage.isExplored)
    }
  }

  @Test("a capability that is not declared is not asked for")
  func undeclared() async throws {
    let verification = SinkVerification(
      capabilities: [], decoder: { WebSocketStatusDecoder() }
    ) { WebSocketSink(writer: $0) }
    let bounded = try #require(ConformanceRule(id: 601))
    let legal = try #require(ConformanceRule(id: 710))
    #expect(await reason(verification.verifier.verdict(on: bounded)) == "needs .bounded")
    #expect(await reason(verification.verifier.verdict(on: legal)) == nil)
  }

  /// Nobody is told that a write has thrown.
  private func careless(_ execution: Execution) -> some Verification {
    SinkVerification(
      execution: execution, decoder: { JSONLinesStatusDecoder() }
    ) { wire in JSONLinesSink(writer: CarelessWriter(wire: wire)) }
  }

  @Test("made once more, the runs show the same violation")
  func repetition() async throws {
    let rule = try #require(ConformanceRule(id: 603))
    let verdict = await careless(.simulated).verifier.verdict(on: rule)
    #expect(await careless(.simulated).verifier.verdict(on: rule) == verdict)
    guard case .violation(let violation) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(violation.token != nil)
    #expect(violation.expected.contains("a call to throw, close() at the latest"))
    #expect(violation.timeline.contains { $0.contains("the connection is broken") })
    #expect(violation.expectedTranscript.count > violation.seenTranscript.count)
  }

  @Test("nothing of a run is kept when it is over")
  func memory() async {
    let census = Census()
    let report = await SinkVerification(
      decoder: { MortalDecoder(life: Life(census)) }
    ) { JSONLinesSink(writer: $0) }.verifyAll(RunSelection())
    #expect(report.coverage?.worlds ?? 0 > 0)
    // The verification itself has one decoder to ask what it observes.
    #expect(census.living <= 1)
  }

  /// A line that leaves a name out is shorter by as many bytes as ten quotes have made it longer: one
  /// measure says that a quote takes one byte, where it takes two.
  @Test("how many bytes a letter takes is known from two measures, not from one")
  func sizesOfLetters() async {
    let report = await SinkVerification(
      name: "elided names", capabilities: [.bounded, .sizeLimit],
      execution: .simulated(runs: 2_600), sizeLimit: 4_096, decoder: { ElidingLineDecoder() }
    ) {
      ElidingLineSink($0, overlooksGaps: false, limit: 4_096, isPadded: true)
    }.verifyAll(RunSelection(Shard(index: 4, of: 26)))
    #expect(report.coverage?.runs == 100)
    #expect(report.violations.isEmpty, "\(report.violations)")
  }

  @Test("in real time rules are judged as well, and reports say so")
  func realTime() async throws {
    let execution = Execution.real(timeout: .seconds(600), runs: 14)
    let correct = await SinkVerification(
      execution: execution, decoder: { JSONLinesStatusDecoder() }
    ) { JSONLinesSink(writer: $0) }.verifyAll(RunSelection())
    #expect(!correct.isExplored)
    #expect(correct.violations.isEmpty, "\(correct.violations)")
    let faulty = await careless(execution).verifyAll(RunSelection())
    #expect(faulty.violations.map(\.rule.id) == [603])
    #expect(faulty.violations.first?.token == nil)
  }
}

/// How many lives there are.
private final class Census: Sendable {
  private let count = Lock(0)

  var living: Int { count.withLock { $0 } }

  func add(_ change: Int) { count.withLock { $0 += change } }
}

/// Is counted for as long as somebody holds it.
private final class Life: Sendable {
  private let census: Census

  init(_ census: Census) {
    self.census = census
    census.add(1)
  }

  deinit { census.add(-1) }
}

private struct MortalDecoder: StatusDecoder {
  private var decoder = JSONLinesStatusDecoder()
  private let life: Life

  init(life: Life) { self.life = life }

  var observes: Projection { decoder.observes }

  mutating func decode(_ bytes: [UInt8]) throws -> [Observation] { try decoder.decode(bytes) }
}

/// A writer that does not mind.
private struct CarelessWriter: ByteWriter {
  let wire: Wire

  func write(_ bytes: [UInt8]) async throws {
    try? await wire.write(bytes)
  }
}
