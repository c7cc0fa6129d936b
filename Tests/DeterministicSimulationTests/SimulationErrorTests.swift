import DeterministicSimulation
import Foundation
import Testing

@Suite struct SimulationErrorTests {
  static func failure<Value>(
    limits: SimulationLimits = SimulationLimits(),
    _ body: @escaping (Simulation) async throws -> Value
  ) -> SimulationError? {
    do {
      _ = try simulate(limits: limits, body)
      return nil
    } catch {
      return error as? SimulationError
    }
  }

  @Test func deadlockNamesWhatIsStuck() throws {
    let line: UInt = #line + 2
    let failure = Self.failure { sim in
      let reader = sim.spawn("reader") { await waitForever() }
      sim.spawn("finished") {}
      sim.background("monitor") { await waitForever() }
      try await sim.clock.sleep(for: .seconds(2))
      await reader.value
    }
    let error = try #require(failure)
    #expect(error.code == .deadlock)
    #expect(error.time.description == "2 s")
    #expect(error.unfinished.map(\.label) == ["body", "reader", "monitor"])
    #expect(error.unfinished.map(\.waits) == [[.task("reader")], [.unknown], [.unknown]])
    #expect(error.unfinished.map(\.isBackground) == [false, false, true])
    #expect(error.unfinished[1].site == SourceSite(fileID: #fileID, line: line))
    #expect(error.description.contains("\"reader\" (\(#fileID):\(line)) waits for something"))
    #expect(error.description.contains("Task.detached"))
  }

  @Test func leakIsATaskThatOutlivesTheBody() throws {
    let error = try #require(Self.failure { sim in sim.spawn("lost") { await waitForever() } })
    #expect(error.code == .leak)
    #expect(error.unfinished.map(\.label) == ["lost"])
  }

  @Test func failureLetsTheBodyCleanUp() throws {
    let log = Log()
    let error = Self.failure(limits: SimulationLimits(virtualTime: .seconds(10))) { sim in
      sim.spawn("cancelled") {
        await withTaskCancellationHandler {
          await waitForever()
        } onCancel: {
          log.add("cancelled")
        }
      }
      defer { log.add("body left") }
      do {
        try await sim.clock.sleep(for: .seconds(11))
      } catch let error as SimulationError {
        log.add("\(error.code)")
        throw error
      }
    }
    #expect(error?.code == .timeLimit)
    #expect(log.entries == ["cancelled", "timeLimit", "body left"])
  }

  @Test func timeLimitIsInclusive() throws {
    let limits = SimulationLimits(virtualTime: .seconds(10))
    #expect(Self.failure(limits: limits) { try await $0.clock.sleep(for: .seconds(10)) } == nil)
    let error = Self.failure(limits: limits) { sim in
      while true { try await sim.clock.sleep(for: .seconds(3)) }
    }
    #expect(error?.code == .timeLimit)
    #expect(error?.time.description == "9 s")
    #expect(error?.unfinished.map(\.waits) == [[.sleep(until: .zero.advanced(by: .seconds(12)))]])
    #expect(error?.description.contains("10.0 seconds of virtual time") == true)
  }

  @Test(arguments: ["yield", "step", "zero sleep", "zero sleep, errors ignored"])
  func stepLimitNamesTheSpinner(kind: String) throws {
    let error = try #require(
      Self.failure(limits: SimulationLimits(steps: 500)) { sim in
        sim.spawn("spinner") {
          while true {
            switch kind {
            case "yield": await Task.yield()
            case "step": await sim.step()
            case "zero sleep": try await sim.clock.sleep(for: .zero)
            default: try? await sim.clock.sleep(for: .zero)
            }
          }
        }
        try await sim.clock.sleep(for: .seconds(2))
      })
    #expect(error.code == .stepLimit)
    #expect(error.steps >= 500)
    #expect(error.description.contains("the limit of 500 steps is used up, most by \"spinner\""))
    #expect(error.unfinished.map(\.label) == ["body", "spinner"])
    #expect(error.unfinished.last?.waits == [.runnable])
  }

  @Test(arguments: [Duration.zero, .seconds(1)])
  func aBackgroundTaskThatIgnoresItsCancellationIsASpinner(pause: Duration) throws {
    let error = try #require(
      Self.failure(limits: SimulationLimits(steps: 500)) { sim in
        sim.background("monitor") { while true { try? await sim.clock.sleep(for: pause) } }
      })
    #expect(error.code == .stepLimit)
    #expect(error.description.contains("most by \"monitor\""))
  }

  @Test func stepLimitAllowsExactlyThatMany() throws {
    let limits = SimulationLimits(steps: 10)
    func body(steps: Int) -> (Simulation) async -> Void {
      { sim in for _ in 1..<steps { await sim.step() } }
    }
    #expect(Self.failure(limits: limits, body(steps: 10)) == nil)
    #expect(Self.failure(limits: limits, body(steps: 11))?.code == .stepLimit)
  }

  @Test func callFromAForeignThreadFails() throws {
    let log = Log()
    let error = try #require(
      Self.failure { sim in
        ForeignThread.run {
          do {
            try await sim.clock.sleep(for: .seconds(1))
          } catch {
            log.add(String(describing: (error as? SimulationError)?.code))
          }
        }
        try await sim.clock.sleep(for: .seconds(1))
        log.add("not reached")
      })
    #expect(error.code == .foreignCall)
    #expect(error.site?.fileID == #fileID)
    #expect(error.description.contains("sleep was called from a thread outside"))
    #expect(log.entries == [String(describing: Optional(SimulationError.Code.foreignCall))])
  }

  @Test func wakeUpFromAForeignThreadFails() throws {
    let waiting = Cell<CheckedContinuation<Void, Never>?>(nil)
    let error = try #require(
      Self.failure { sim in
        sim.spawn("victim") { await withCheckedContinuation { waiting.value = $0 } }
        await sim.step()
        ForeignThread.run { waiting.value?.resume() }
      })
    #expect(error.code == .foreignWakeUp)
    #expect(error.description.contains("\"victim\" was woken by a thread outside"))
    #expect(error.site?.fileID == #fileID)
  }

  @Test func aWakeUpThatComesShortlyAfterADeadlockIsNoticed() throws {
    let waiting = Cell<CheckedContinuation<Void, Never>?>(nil)
    let error = try #require(
      Self.failure { sim in
        sim.spawn { await withCheckedContinuation { waiting.value = $0 } }
        await sim.step()
        Thread.detachNewThread { waiting.value?.resume() }
      })
    #expect(error.code == .foreignWakeUp)
  }

  @Test func waitOfATaskWithoutTheExecutorFails() throws {
    let kinds: [@Sendable (Simulation) async throws -> Void] = [
      { try await $0.clock.sleep(for: .seconds(1)) }, { await $0.step() },
      { try await $0.lock("lock").acquire() },
      { _ = try await $0.channel("channel", of: Int.self).receive() },
    ]
    for wait in kinds {
      let error = try #require(
        Self.failure { sim in
          Task.immediate { try await wait(sim) }
          try await sim.clock.sleep(for: .seconds(2))
        })
      #expect(error.code == .escapedTask)
      #expect(error.site?.fileID == #fileID)
      #expect(error.description.contains("started by \"body\", perhaps with Task.immediate"))
    }
  }

  @Test func everyCallFromAForeignThreadIsNamed() throws {
    let calls: [(String, @Sendable (Simulation) async throws -> Void)] = [
      ("VirtualClock.now", { _ = $0.clock.now }), ("step()", { await $0.step() }),
      ("spawn", { $0.spawn("lost") {} }), ("next(below:)", { _ = $0.next(below: 2) }),
      ("release()", { $0.lock("lock").release() }),
      ("finish()", { $0.channel("channel", of: Int.self).finish() }),
      ("send(_:)", { try await $0.channel("channel").send(1) }),
    ]
    for (name, call) in calls {
      let error = try #require(
        Self.failure { sim in
          ForeignThread.run { try? await call(sim) }
          await sim.step()
        })
      #expect(error.code == .foreignCall)
      #expect(error.description.hasPrefix("\(name) was called from a thread outside"))
    }
  }
}
