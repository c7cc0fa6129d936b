import DeterministicSimulation
import RunTimelines
import StatusConformance
import StatusStreaming
import Testing

@testable import StatusTesting

@Suite struct PictureTests {
  @Test func aLoopThatLosesTheTailIsDrawn() async throws {
    let verification = DeliveryVerification { run in
      let streaming = run.spawn {
        var last = run.resumeAfter
        while true {
          for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
            try await run.sink.send(event)
            last = event.cursor
          }
          try await run.clock.sleep(for: .milliseconds(50))
        }
      }
      _ = try await run.agent()
      streaming.cancel()
    }
    let rule = try #require(ConformanceRule(id: 102))
    guard case .violation(let violation) = await verification.verify(rule) else {
      Issue.record("the rule holds")
      return
    }
    let picture = violation.picture
    #expect(picture.title == "\(rule)")
    #expect(picture.lanes.first?.name.hasPrefix("agent of ") == true)
    #expect(picture.violation?.expected == violation.expected)
    #expect(picture.violation?.seen == violation.seen)
    #expect(picture.violation?.time != nil)
    // What was published and has arrived is connected; what is lost has no arrow.
    let published = picture.events.filter { event in
      [.message, .end].contains(event.kind) && event.name.hasPrefix("#")
    }
    #expect(picture.arrows.count < published.count)
    // What is lost is framed where it was published; what its number is, the rule's message says.
    let lost = try #require(picture.violation?.missing)
    #expect(!picture.arrows.contains { $0.origin == lost })
    let arrived = Set(picture.arrows.map(\.origin))
    let text = try #require(violation.expectedTranscript.dropFirst(arrived.count).first)
    #expect(picture.html().contains("Lost: <a href=\"#"))
    #expect(violation.expected.hasPrefix(text.replacing(#/[#]\d+ /#, with: "")))
    // The buffer and the viewer have counters.
    #expect(picture.counters.map(\.name) == ["events held", "events behind"])
    #expect(picture.counters[1].values.map(\.count).max() ?? 0 > 0)
    // The token leads to the same picture as the failing test has.
    let replay = try verification.replay(try #require(violation.token))
    #expect(replay.picture == picture)
    #expect(replay.picture.html() == picture.html())
  }

  @Test func aFailingScheduleIsDrawnStepByStep() throws {
    let failure = #expect(throws: ExplorationFailure.self) {
      try explore(.random(seeds: 0..<100)) { sim in
        if sim.next(below: 10) == 7 { throw CancellationError() }
      }
    }
    let picture = RunTimeline(of: try #require(failure))
    #expect(picture.events.count == failure?.trace.count)
    #expect(picture.violation?.event != nil)
    let times = picture.events.map(\.start)
    #expect(Set(times).count == times.count)
  }

  @Test func aStuckSimulationIsDrawnWithWhatItWaitsFor() throws {
    let error = #expect(throws: SimulationError.self) {
      try simulate { sim in
        let lock = sim.lock("door")
        try await lock.acquire()
        try await lock.acquire()
      }
    }
    let picture = RunTimeline(of: try #require(error), in: "a test")
    #expect(picture.events.contains { $0.kind == .wait && $0.text.contains("door") })
    #expect(picture.violation?.seen.contains("door") == true)
  }
}
