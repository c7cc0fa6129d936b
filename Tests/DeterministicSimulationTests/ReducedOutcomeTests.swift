import DeterministicSimulation
import Testing

/// A body that is small enough to run all its schedules, and what it can return.
struct SmallBody: Sendable, CustomTestStringConvertible {
  let name: String
  let body: @Sendable (Simulation) async throws -> String

  init(_ name: String, _ body: @escaping @Sendable (Simulation) async throws -> String) {
    self.name = name
    self.body = body
  }

  var testDescription: String { name }

  static let all = primitives + tasks + unseen

  static let primitives = [
    SmallBody("two locks") { sim in
      let orders = [Cell(""), Cell("")]
      let locks = [sim.lock("0"), sim.lock("1")]
      let tasks = (0..<3).map { task in
        sim.spawn {
          try await locks[task % 2].withLock { orders[task % 2].update { $0 += "\(task)" } }
        }
      }
      for task in tasks { try await task.value }
      return orders[0].value + orders[1].value
    },
    SmallBody("opposite locks, which deadlock") { sim in
      let (first, second) = (sim.lock("first"), sim.lock("second"))
      sim.spawn { try await first.withLock { try await second.withLock {} } }
      sim.spawn { try await second.withLock { try await first.withLock {} } }
      return ""
    },
    SmallBody("a channel with room for one") { sim in
      let channel = sim.channel("numbers", of: Int.self, capacity: 1)
      for number in 1...2 { sim.spawn { try await channel.send(number) } }
      return "\(String(describing: try await channel.receive()))"
    },
    SmallBody("two channels and who reads both") { sim in
      let channels = (0..<2).map { sim.channel("\($0)", of: Int.self) }
      for number in 0..<2 {
        sim.spawn {
          for round in 0..<2 { try await channels[number].send(10 * number + round) }
          channels[number].finish()
        }
      }
      var received: [Int] = []
      for channel in channels {
        while let number = try await channel.receive() { received.append(number) }
      }
      return "\(received)"
    },
    SmallBody("a channel that is finished meanwhile") { sim in
      let channel = sim.channel("numbers", of: Int.self)
      sim.spawn { for number in 0..<2 { try await channel.send(number) } }
      let reader = sim.spawn {
        var received: [Int] = []
        while let number = try await channel.receive() { received.append(number) }
        return received
      }
      await sim.step()
      channel.finish()
      return "\(try await reader.value)"
    },
    SmallBody("actors with lanes") { sim in
      let meters = (0..<2).map { TraceHashTests.Meter(lane: sim.lane("\($0)")) }
      for task in 0..<2 { sim.spawn { await meters[task].read(task, sim) } }
      try await sim.clock.sleep(for: .seconds(1))
      return "\(await meters[0].readings) \(await meters[1].readings)"
    },
  ]

  static let tasks = [
    SmallBody("a cancellation among steps") { sim in
      let task = sim.spawn {
        for step in 0..<3 {
          sim.recordAccess(to: SharedResource("own"), isWrite: true)
          if Task.isCancelled { return step }
          await sim.step()
        }
        return 3
      }
      sim.spawn {
        sim.recordAccess(to: SharedResource("other"), isWrite: true)
        await sim.step()
        sim.recordAccess(to: SharedResource("other"), isWrite: true)
        task.cancel()
      }
      return "\(await task.value)"
    },
    SmallBody("a cancellation of who waits") { sim in
      let channel = sim.channel("never", of: Int.self)
      let task = sim.spawn { try? await channel.receive() }
      sim.spawn {
        sim.recordAccess(to: SharedResource("x"), isWrite: true)
        task.cancel()
      }
      sim.spawn { try await channel.send(1) }
      return "\(String(describing: await task.value))"
    },
    SmallBody("spawning among steps") { sim in
      let order = sim.channel("order", of: String.self)
      for name in ["a", "b"] {
        sim.spawn {
          sim.recordAccess(to: SharedResource(name), isWrite: true)
          sim.spawn { try await order.send(name) }
        }
      }
      try await sim.clock.sleep(for: .seconds(1))
      let first = try await order.receive()
      return "\(first ?? "") then \(try await order.receive() ?? "")"
    },
    SmallBody("timers of one instant") { sim in
      let channels = (0..<2).map { sim.channel("\($0)", of: Int.self) }
      for task in 0..<3 {
        sim.spawn {
          sim.recordAccess(to: SharedResource("own", "\(task)"), isWrite: true)
          try await sim.clock.sleep(for: .seconds(1))
          try await channels[task % 2].send(task)
        }
      }
      try await sim.clock.advance(by: .seconds(2))
      channels[0].finish()
      var received: [Int] = []
      while let number = try await channels[0].receive() { received.append(number) }
      return "\(received)"
    },
    SmallBody("those who advance the clock") { sim in
      let order = sim.channel("order", of: Int.self)
      for task in 0..<2 {
        sim.spawn {
          sim.recordAccess(to: SharedResource("own", "\(task)"), isWrite: true)
          try await sim.clock.advance(by: .seconds(1))
          try await order.send(task)
        }
      }
      return "\(String(describing: try await order.receive()))"
    },
    SmallBody("a body that throws at some time") { sim in
      let channel = sim.channel("numbers", of: Int.self)
      for number in 0..<2 {
        sim.spawn {
          sim.recordAccess(to: SharedResource("own", "\(number)"), isWrite: true)
          try await channel.send(number)
        }
      }
      let number = try await channel.receive()
      if number == 1 { throw CancellationError() }
      return "\(number ?? -1)"
    },
    SmallBody("a group, whose tasks share a place") { sim in
      let order = Cell("")
      await withDiscardingTaskGroup { group in
        for task in 0..<3 {
          group.addTask {
            sim.recordAccess(to: SharedResource("own", "\(task)"), isWrite: true)
            order.update { $0 += "\(task)" }
          }
        }
      }
      return order.value
    },
  ]

  static let unseen = [
    SmallBody("a variable that nobody declares") { sim in
      let count = Cell(0)
      let tasks = (0..<2).map { _ in
        sim.spawn {
          let before = count.value
          await sim.step()
          count.value = before + 1
        }
      }
      for task in tasks { await task.value }
      return "\(count.value)"
    },
    SmallBody("an update that sleeps in between") { sim in
      let count = Cell(0)
      let tasks = (0..<2).map { _ in
        sim.spawn {
          let before = count.value
          try await sim.clock.sleep(for: .seconds(1 + sim.next(below: 2)))
          count.value = before + 1
        }
      }
      for task in tasks { try await task.value }
      return "\(count.value)"
    },
    SmallBody("an actor") { sim in
      let account = MixedAccount()
      let tasks = (0..<2).map { _ in sim.spawn { await account.deposit(sim) } }
      for task in tasks { await task.value }
      return "\(await account.balance)"
    },
    SmallBody("a stream") { sim in
      let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
      for number in 0..<3 { sim.spawn { continuation.yield(number) } }
      var received: [Int] = []
      for await number in stream {
        received.append(number)
        if received.count == 3 { break }
      }
      return "\(received)"
    },
    SmallBody("a continuation") { sim in
      let waiting = Cell<CheckedContinuation<Int, Never>?>(nil)
      for number in 0..<2 {
        sim.spawn {
          sim.recordAccess(to: SharedResource("own", "\(number)"), isWrite: true)
          await sim.step()
          waiting.value?.resume(returning: number)
          waiting.value = nil
        }
      }
      return "\(await withCheckedContinuation { waiting.value = $0 })"
    },
  ]
}

private actor MixedAccount {
  private(set) var balance = 0

  func deposit(_ sim: Simulation) async {
    let before = balance
    await sim.step()
    balance = before + 1
  }
}

/// What comes of a body is the same whether or not its exploration is reduced.
@Suite struct ReducedOutcomeTests {
  /// The values that a body can return, and how it can fail.
  static func outcomes(
    of body: SmallBody, reduced: Bool
  ) throws -> (outcomes: Set<String>, summary: ExplorationSummary?) {
    let seen = Cell<Set<String>>([])
    let strategy = ExplorationStrategy.depthFirst(schedules: 200_000, reduced: reduced)
    var options = ExplorationOptions()
    options.stopsAtFirstFailure = false
    options.shrinkingRuns = 0
    do {
      let explored = try exploreValues(strategy, options: options) { sim in
        do {
          return try await body.body(sim)
        } catch {
          if !(error is SimulationError) { seen.update { $0.insert("\(error)") } }
          throw error
        }
      }
      seen.update { [values = explored.values.keys] in $0.formUnion(values) }
      return (seen.value, explored.summary)
    } catch let failure as ExplorationFailure {
      let error = failure.underlyingError as? SimulationError
      seen.update { $0.insert(error?.code.rawValue ?? "fails") }
      return (seen.value, failure.summary)
    }
  }

  @Test(arguments: SmallBody.all)
  func areTheSameWithAndWithout(body: SmallBody) throws {
    let all = try Self.outcomes(of: body, reduced: false)
    let reduced = try Self.outcomes(of: body, reduced: true)
    let summaries = (try #require(all.summary), try #require(reduced.summary))
    print("\(body.name): \(summaries.0); reduced: \(summaries.1)")
    #expect(!all.outcomes.isEmpty)
    #expect(all.outcomes == reduced.outcomes)
    #expect(summaries.0.isExhaustive)
    #expect(summaries.1.isExhaustive)
    #expect(summaries.1.dependence == nil)
    #expect(summaries.1.schedules <= summaries.0.schedules)
  }
}
