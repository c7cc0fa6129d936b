import DeterministicSimulation

/// What the simulation costs, as ratios to floors of the same run.
enum SimulationSuite: Suite {
  static let name = "simulation"

  static func run(on bench: inout Bench) async throws {
    let count = bench.scaled(400_000)
    try await jobs(on: &bench, count: count)
    for tasks in [10, 100, 1_000, 10_000, 100_000] {
      try await sleeps(on: &bench, tasks: tasks, count: count, FirstInFirstOut(), "in order")
    }
    for tasks in [10, 100, 1_000] {
      try await sleeps(
        on: &bench, tasks: tasks, count: count, RandomScheduler(seed: 1), "at random")
    }
    try await measureHour(on: &bench)
    let schedules = bench.scaled(40_000)
    let seeds = 0..<UInt64(schedules)
    try await explorations(
      on: &bench, "schedules of 30 jobs", .random(seeds: seeds), schedules, atLeast: 80_000)
    try await explorationsByThreads(on: &bench, schedules)
    let strategies: [(String, ExplorationStrategy)] = [
      ("PCT", .pct(depth: 3, seeds: seeds)), ("URW", .urw(seeds: seeds)),
      ("SURW", .surw(seeds: seeds)), ("POS", .pos(seeds: seeds)),
      ("automatic", .automatic(seeds: seeds)),
    ]
    for (name, strategy) in strategies {
      try await explorations(on: &bench, "schedules of 30 jobs, \(name)", strategy, schedules)
    }
  }

  private static let floor = "bare executor"

  /// Yields of a hundred tasks; each yield is two jobs.
  private static func jobs(on bench: inout Bench, count: Int) async throws {
    let tasks = 100
    let yields = count / tasks
    let bare = Trial.floor(floor) {
      rate(of: 2 * count) {
        let executor = BareExecutor()
        for _ in 0..<tasks {
          Task(executorPreference: executor) { for _ in 0..<yields { await Task.yield() } }
        }
        executor.run()
      }
    }
    try await bench.measure(
      "jobs", unit: "jobs/s", goals: [.ratio(to: floor, atLeast: 0.75)], beside: [bare]
    ) {
      try rate(of: 2 * count) {
        try simulate(limits: SimulationLimits(steps: .max)) { sim in
          for _ in 0..<tasks {
            sim.spawn { for _ in 0..<yields { await Task.yield() } }
          }
        }
      }
    }
  }

  /// Sleeps of different lengths, so that the heap has work to do.
  private static func sleeps(
    on bench: inout Bench, tasks: Int, count: Int, _ scheduler: some Scheduler, _ order: String
  ) async throws {
    let rounds = max(count / tasks, 1)
    let bare = Trial.floor(floor) {
      bareSleeps(tasks, rounds, areCancellable: true)
    }
    let heap = Trial.floor("bare heap without cancellation") {
      bareSleeps(tasks, rounds, areCancellable: false)
    }
    try await bench.measure(
      "sleeps of \(tasks) tasks, \(order)", unit: "sleeps/s",
      goals: [.ratio(to: floor, atLeast: 0.75)]
        + (tasks <= 1_000 ? [.ratio(to: heap.name, atLeast: 0.7)] : []), beside: [bare, heap]
    ) {
      try rate(of: rounds * tasks) {
        try simulate(scheduler: scheduler, limits: SimulationLimits(steps: .max)) { sim in
          for task in 0..<tasks {
            sim.spawn {
              for round in 0..<rounds {
                try await sim.clock.sleep(
                  for: .nanoseconds(length(task, round)))
              }
            }
          }
        }
      }
    }
  }

  private static func bareSleeps(
    _ tasks: Int, _ rounds: Int, areCancellable: Bool
  ) -> Double {
    rate(of: rounds * tasks) {
      let executor = BareExecutor()
      for task in 0..<tasks {
        Task(executorPreference: executor) {
          for round in 0..<rounds {
            if areCancellable {
              await executor.sleep(for: length(task, round))
            } else {
              await executor.sleepRegardless(for: length(task, round))
            }
          }
        }
      }
      executor.run()
    }
  }

  private static func length(_ task: Int, _ round: Int) -> Int64 {
    Int64(1 + (task &* 7_919 &+ round &* 104_729) % 1_000)
  }

  private static func explorations(
    on bench: inout Bench, _ name: String, _ strategy: ExplorationStrategy, _ count: Int,
    atLeast goal: Double = 40_000
  ) async throws {
    try await bench.measure(name, unit: "schedules/s", goals: [.median(atLeast: goal)]) {
      try rate(of: count) { try exploreJobs(strategy) }
    }
  }

  /// Shares of the seeds on threads of their own.
  private static func explorationsByThreads(
    on bench: inout Bench, _ count: Int
  ) async throws {
    let explorations = { @Sendable (threads: Int) in
      Workers.rate(of: count, threads: threads) { thread in
        let share = UInt64(count / threads)
        do {
          try exploreJobs(.random(seeds: UInt64(thread) * share..<UInt64(thread + 1) * share))
        } catch {
          preconditionFailure("\(error)")
        }
      }
    }
    try await bench.measure(
      "schedules of 30 jobs, 2 threads", unit: "schedules/s",
      goals: [.ratio(to: "1 thread", atLeast: 1.8)],
      beside: [.other("1 thread") { explorations(1) }]
    ) { explorations(2) }
  }

  /// Explores a body of thirty jobs: five tasks of six segments, and the body's own job aside.
  static func exploreJobs(_ strategy: ExplorationStrategy) throws {
    var options = ExplorationOptions()
    options.determinismInterval = 0
    try explore(strategy, options: options) { sim in
      for _ in 0..<5 {
        sim.spawn { for _ in 1..<6 { await sim.step() } }
      }
    }
  }
}
