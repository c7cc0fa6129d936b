import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("Delivery of anything in any timing")
struct DeliveryPropertyTests {
  @Test("is exactly what was published, in a thousand random pipelines")
  func whole() throws {
    var events = 0
    for seed in 0..<1000 {
      for view in try DeliveryTrial(seed: seed).run() {
        #expect(view.fault == nil, "seed \(seed), trace \(view.trace)")
        events += view.published.count
      }
    }
    #expect(events > 10_000)
  }

  @Test("is a prefix when cut off at any instant, which a resume completes")
  func cutAndResumed() throws {
    var cuts = 0
    for seed in 0..<24 {
      let trial = DeliveryTrial(seed: seed)
      let log = LoggingClock.Log()
      _ = try trial.run(log: log)
      // Polling every few milliseconds makes thousands of instants that are all alike.
      guard log.instants.count <= 100 else { continue }
      for instant in log.instants {
        for turns in [0, 2] {
          for view in try trial.run(cut: DeliveryTrial.Cut(instant: instant, turns: turns)) {
            #expect(
              view.fault == nil, "seed \(seed), trace \(view.trace), \(turns) after \(instant)")
            #expect(view.connections.count == 2)
          }
          cuts += 1
        }
      }
    }
    #expect(cuts > 500)
  }
}
