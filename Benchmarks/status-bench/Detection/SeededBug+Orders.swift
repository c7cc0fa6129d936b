import DeterministicSimulation

/// Tasks that meet in plain variables: what must come first, and what may not come between.
extension SeededBug {
  static var orders: [SeededBug] {
    [
      reorder(3, prelude: 2), reorder(5, prelude: 4), reorder(10, prelude: 6),
      reorder(20, prelude: 8), fibonacci(3), fibonacci(4), driver(25), stealing,
      lazyInitialization(8), checkThenAct(16), sigma(6), tokens(4), chain(4),
    ]
  }

  /// Setters write two variables one after the other; the checker must never see one alone.
  private static func reorder(_ setters: Int, prelude: Int) -> SeededBug {
    SeededBug("reorder \(setters)") { sim in
      let a = Shared(0)
      let b = Shared(0)
      for number in 0..<setters {
        sim.spawn("setter \(number)") {
          await sim.step()
          a.value = 1
          await sim.step()
          b.value = -1
        }
      }
      try await sim.spawn("checker") {
        await sim.prepare(steps: prelude)
        try ensure((a.value == 0) == (b.value == 0), "\(a.value), \(b.value)")
      }.value
    }
  }

  /// Two tasks add to each other's number; only strict alternation reaches the largest sum.
  private static func fibonacci(_ rounds: Int) -> SeededBug {
    SeededBug("fibonacci \(rounds)") { sim in
      let pair = Shared((1, 1))
      let left = sim.spawn("left") {
        for _ in 0..<rounds {
          await sim.step()
          pair.value.0 += pair.value.1
        }
      }
      let right = sim.spawn("right") {
        for _ in 0..<rounds {
          await sim.step()
          pair.value.1 += pair.value.0
        }
      }
      await left.value
      await right.value
      var largest = (1, 1)
      for _ in 0..<rounds {
        largest.0 += largest.1
        largest.1 += largest.0
      }
      try ensure(max(pair.value.0, pair.value.1) < largest.1, "\(pair.value)")
    }
  }

  /// A driver whose requests look for a stop and then announce themselves (Qadeer's bluetooth
  /// driver); the stop comes once, the last request must be hit.
  private static func driver(_ requests: Int) -> SeededBug {
    SeededBug("bluetooth driver \(requests)") { sim in
      let pending = Shared(0)
      let isStopped = Shared(false)
      sim.spawn("stop") { isStopped.value = pending.value == 0 }
      try await sim.spawn("requests") {
        for request in 1...requests {
          let mayGo = !isStopped.value
          await sim.step()
          guard mayGo else { return }
          pending.value += 1
          try ensure(request < requests || !isStopped.value, "a request after the stop")
          await sim.step()
          pending.value -= 1
        }
      }.value
    }
  }

  /// A deque whose owner pops at one end while a thief takes at the other; they may both get the
  /// last element.
  private static var stealing: SeededBug {
    SeededBug("work-stealing queue") { sim in
      let head = Shared(0)
      let tail = Shared(8)
      let taken = Shared(Array(repeating: 0, count: 8))
      let owner = sim.spawn("owner") {
        while true {
          await sim.step()
          let last = tail.value - 1
          tail.value = last
          await sim.step()
          guard head.value <= last else { return }
          taken.value[last] += 1
        }
      }
      let thief = sim.spawn("thief") {
        for _ in 0..<2 {
          let first = head.value
          await sim.step()
          guard first < tail.value else { return }
          await sim.step()
          taken.value[first] += 1
          head.value = first + 1
        }
      }
      await owner.value
      await thief.value
      try ensure(taken.value.allSatisfy { $0 < 2 }, "taken \(taken.value)")
    }
  }

  /// Something made when first asked for, by whoever has got through its own preparations.
  private static func lazyInitialization(_ prelude: Int) -> SeededBug {
    SeededBug("lazy initialization") { sim in
      let made = Shared(0)
      let isMade = Shared(false)
      func use(after steps: Int) async {
        await sim.prepare(steps: steps)
        guard !isMade.value else { return }
        await sim.step()
        isMade.value = true
        made.value += 1
      }
      let early = sim.spawn("early") { await use(after: 0) }
      let late = sim.spawn("late") { await use(after: prelude) }
      await early.value
      await late.value
      try ensure(made.value == 1, "made \(made.value) times")
    }
  }

  /// A check that has gone stale during a sleep, beside tasks that are awake meanwhile.
  private static func checkThenAct(_ steps: Int) -> SeededBug {
    SeededBug("check, sleep, act") { sim in
      let stock = Shared(1)
      sim.addNoise(tasks: 2, steps: steps)
      let buyers = (0..<2).map { number in
        sim.spawn("buyer \(number)") {
          await sim.prepare(steps: number * steps)
          guard stock.value > 0 else { return }
          try await sim.clock.sleep(for: .milliseconds(sim.next(below: 2)))
          await sim.step()
          stock.value -= 1
        }
      }
      for buyer in buyers { try await buyer.value }
      try ensure(stock.value >= 0, "\(stock.value) left")
    }
  }

  /// A sum that loses all but one of its additions if all read before any writes.
  private static func sigma(_ tasks: Int) -> SeededBug {
    SeededBug("sigma \(tasks)") { sim in
      let sum = Shared(0)
      let additions = (0..<tasks).map { number in
        sim.spawn("addition \(number)") {
          await sim.step()
          let before = sum.value
          await sim.step()
          sum.value = before + 1
        }
      }
      for addition in additions { await addition.value }
      try ensure(sum.value > 1, "the sum is \(sum.value)")
    }
  }

  /// A token that goes round against the order of spawning in one sweep.
  private static func tokens(_ tasks: Int) -> SeededBug {
    SeededBug("token ring \(tasks)") { sim in
      let order = Shared<[Int]>([])
      let holders = (0..<tasks).map { number in
        sim.spawn("holder \(number)") {
          await sim.prepare(steps: 3)
          order.value.append(number)
        }
      }
      for holder in holders { await holder.value }
      try ensure(order.value != (0..<tasks).reversed(), "backwards")
    }
  }

  /// Stages that each look whether the one before has just gone by, in different stretches.
  private static func chain(_ stages: Int) -> SeededBug {
    SeededBug("chain \(stages)") { sim in
      let reached = Shared(0)
      sim.addNoise(tasks: 1, steps: 20)
      let tasks = (0..<stages).map { stage in
        sim.spawn("stage \(stage)") {
          await sim.prepare(steps: 5 * (stages - stage))
          if reached.value == stage { reached.value += 1 }
        }
      }
      for task in tasks { await task.value }
      try ensure(reached.value < stages, "all \(stages) in a row")
    }
  }
}
