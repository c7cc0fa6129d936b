import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// What verifying costs: how many runs are made and judged in a second, and by how many rules.
enum ConformanceSuite: Suite {
  static let name = "conformance"

  static func run(on bench: inout Bench) async throws {
    let runs = bench.scaled(2_000)
    try await measure("a delivery", on: &bench, runs: runs) {
      DeliveryVerification(name: "monitor", execution: .simulated(runs: runs)) { run in
        var sink = run.sink
        _ = await StatusMonitor(buffer: run.statusBuffer, clock: run.clock)
          .deliver(run.trace, after: run.resumeAfter, to: &sink)
      }
    }
    try await measure("a sink", on: &bench, runs: runs) {
      SinkVerification(
        name: "event stream", execution: .simulated(runs: runs),
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { EventStreamSink(profile: .resumable, writer: $0) }
    }
    try await measure("a buffer", on: &bench, runs: runs) {
      BufferVerification(name: "buffer", execution: .simulated(runs: runs)) {
        StatusBuffer(clock: $0)
      }
    }
  }

  /// Measures a verification that is made anew each time, since it keeps what it has found.
  private static func measure<V: Verification>(
    _ subject: String, on bench: inout Bench, runs: Int, _ make: @escaping () -> V
  ) async throws {
    try await bench.measure("schedules of \(subject)", unit: "schedules/s") {
      await rate(of: runs) { consume(await make().verifyAll(RunSelection())) }
    }
    guard bench.isWanted("rules on \(subject)") else { return }
    let judged = await make().verifyAll(RunSelection()).entries.count { entry in
      if case .pass = entry.verdict { true } else { false }
    }
    // Each rule is judged on each of the runs.
    try await bench.measure("rules on \(subject)", unit: "rules/s") {
      await rate(of: judged * runs) { consume(await make().verifyAll(RunSelection())) }
    }
  }
}
