import DeterministicSimulation
import StatusStreaming
import Testing

/// What a simulation is told of what a buffer's callers share.
@Suite("Buffer footprints") struct BufferFootprintTests {
  private static func trace(_ name: String) throws -> TraceID { try TraceID(name) }

  /// The footprint of one call, after two traces were opened and appended to.
  private static func footprint(
    _ call: @escaping (StatusBuffer, TraceID) async throws -> Void
  ) throws -> Footprint {
    let run = record { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let first = try trace("first")
      for trace in [first, try trace("second")] {
        try buffer.open(trace)
        try buffer.append(.thinking("…"), to: trace)
      }
      await sim.step()
      try await call(buffer, first)
    }
    try run.result.get()
    return try #require(run.trace.last).footprint
  }

  private static let log = SharedResource("trace", "first")

  @Test("reading a trace reads its log alone") func reading() throws {
    let footprint = try Self.footprint { buffer, trace in
      _ = try buffer.events(of: trace, after: .zero, limit: 10)
    }
    #expect(footprint.accesses == [.init(resource: Self.log, isWrite: false)])
  }

  @Test("appending to a trace writes its log, and no other") func appending() throws {
    let footprint = try Self.footprint { buffer, trace in
      try buffer.append(.thinking("…"), to: trace)
    }
    #expect(footprint.accesses.filter(\.isWrite).map(\.resource) == [Self.log])
    #expect(!footprint.accesses.contains { $0.resource == SharedResource("trace", "second") })
  }

  @Test("what changes which traces there are is no trace's own") func registry() throws {
    let calls: [(StatusBuffer, TraceID) async throws -> Void] = [
      { buffer, _ in try buffer.open(try Self.trace("third")) },
      { buffer, trace in _ = try buffer.finish(trace, with: .complete(FinalAnswer(text: ""))) },
      { buffer, trace in buffer.remove(trace) },
      { buffer, _ in buffer.close() },
    ]
    for call in calls {
      let footprint = try Self.footprint(call)
      #expect(
        footprint.accesses.contains(.init(resource: SharedResource("traces"), isWrite: true)))
    }
  }

  @Test("two viewers of two traces can be told apart, those of one can't disturb each other")
  func viewers() throws {
    for (names, count) in [(["a", "b"], 1), (["a", "a"], 1)] {
      var orders: Set<UInt64> = []
      for seed in 0..<200 {
        let run = record(scheduler: RandomScheduler(seed: UInt64(seed))) { sim in
          let buffer = StatusBuffer(clock: sim.clock)
          for name in Set(names).sorted() { try buffer.open(try Self.trace(name)) }
          for name in names {
            let trace = try Self.trace(name)
            sim.spawn {
              for step in 0..<4 {
                if step > 0 { await sim.step() }
                _ = try buffer.events(of: trace, after: .zero, limit: 10)
              }
            }
          }
        }
        orders.insert(run.orderHash)
      }
      #expect(orders.count == count)
    }
  }

  @Test(
    "two viewers of eight steps on two traces take a hundredth of their schedules",
    arguments: [false, true])
  func reducedViewers(areAwaited: Bool) throws {
    let summaries = try [false, true].map { reduced in
      try explore(.depthFirst(schedules: 150_000, reduced: reduced)) { sim in
        let buffer = StatusBuffer(clock: sim.clock)
        let viewers = try ["a", "b"].map { name in
          let trace = try Self.trace(name)
          try buffer.open(trace)
          try buffer.append(.thinking("…"), to: trace)
          return sim.spawn {
            for step in 0..<8 {
              if step > 0 { await sim.step() }
              let events = try buffer.events(of: trace, after: .zero, limit: 10)
              guard events.count == 1 else { throw CancellationError() }
            }
          }
        }
        if areAwaited { for viewer in viewers { try await viewer.value } }
      }
    }
    print("two viewers of a buffer: \(summaries[0]); reduced: \(summaries[1])")
    #expect(summaries.allSatisfy { $0.isExhaustive })
    if !areAwaited { #expect(summaries[0].schedules == 12_870) }
    #expect(summaries[1].schedules * 100 <= summaries[0].schedules)
    #expect(summaries[1].dependence == nil)
  }

  @Test("traces that share a limit on bytes can disturb each other") func bytes() throws {
    let summaries = try [false, true].map { reduced in
      try exploreValues(.depthFirst(schedules: 1_000, reduced: reduced)) { sim in
        let buffer = StatusBuffer(configuration: .init(limits: .init(bytes: 200)), clock: sim.clock)
        let writers = try ["a", "b"].map { name in
          let trace = try Self.trace(name)
          try buffer.open(trace)
          return sim.spawn {
            do {
              try buffer.append(.thinking(String(repeating: "x", count: 100)), to: trace)
              return name
            } catch is BufferError { return "" }
          }
        }
        var accepted = ""
        for writer in writers { accepted += try await writer.value }
        return accepted
      }
    }
    #expect(Set(summaries[0].values.keys) == ["a", "b"])
    #expect(Set(summaries[1].values.keys) == ["a", "b"])
    #expect(summaries[1].summary.dependence == nil)
  }

  @Test("what counters show is read from where it is written") func counters() throws {
    let resources: (Footprint) -> [SharedResource] = { $0.accesses.map(\.resource) }
    let looks = try Self.footprint { buffer, _ in _ = buffer.counters }
    #expect(resources(looks).contains(SharedResource("refusals")))
    #expect(looks.accesses.contains { $0.resource == SharedResource("viewers") && $0.isWrite })
    let refusal = record { sim in
      let buffer = StatusBuffer(
        configuration: .init(capacity: 1, overflow: .refuse), clock: sim.clock)
      let trace = try Self.trace("first")
      try buffer.open(trace)
      try buffer.append(.thinking("…"), to: trace)
      await sim.step()
      #expect(throws: BufferError.self) { try buffer.append(.thinking("…"), to: trace) }
    }
    let step = try #require(refusal.trace.last).footprint
    #expect(step.accesses.contains { $0.resource == SharedResource("refusals") && $0.isWrite })
  }

  @Test("a buffer on another clock tells nobody") func otherClock() throws {
    let run = record { sim in
      let buffer = StatusBuffer()
      try buffer.open(try Self.trace("first"))
    }
    #expect(run.trace.allSatisfy { $0.footprint.accesses.isEmpty })
  }
}
