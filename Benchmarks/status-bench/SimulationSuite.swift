import DeterministicSimulation

/// What the simulation costs, as ratios to floors of the same run.
enum SimulationSuite: Suite {
  static let name = "simulation"

  static func run(isQuick: Bool) throws -> [Figure] {
    let runs = isQuick ? 1 : 11
    let scale = isQuick ? 20 : 1
    var figures = [try jobs(runs, count: 400_000 / scale)]
    for tasks in [10, 100, 1_000, 10_000, 100_000] {
      figures.append(
        try sleeps(runs, tasks: tasks, count: 400_000 / scale, FirstInFirstOut(), "in order"))
    }
    for tasks in [10, 100, 1_000] {
      figures.append(
        try sleeps(
          runs, tasks: tasks, count: 400_000 / scale, RandomScheduler(seed: 1), "at random"))
    }
    figures.append(try schedules(runs, count: 40_000 / scale))
    return figures
  }

  /// Yields of a hundred tasks; each yield is two jobs.
  private static func jobs(_ runs: Int, count: Int) throws -> Figure {
    let tasks = 100
    let yields = count / tasks
    return try measure("jobs", unit: "jobs/s", goal: 0.75, runs: runs) {
      try rate(of: 2 * count) {
        try simulate(limits: SimulationLimits(steps: .max)) { sim in
          for _ in 0..<tasks {
            sim.spawn { for _ in 0..<yields { await Task.yield() } }
          }
        }
      }
    } floor: {
      rate(of: 2 * count) {
        let executor = BareExecutor()
        for _ in 0..<tasks {
          Task(executorPreference: executor) { for _ in 0..<yields { await Task.yield() } }
        }
        executor.run()
      }
    }
  }

  /// Sleeps of different lengths, so that the heap has work to do.
  private static func sleeps(
    _ runs: Int, tasks: Int, count: Int, _ scheduler: some Scheduler, _ order: String
  ) throws -> Figure {
    let rounds = max(count / tasks, 1)
    return try measure(
      "sleeps of \(tasks) tasks, \(order)", unit: "sleeps/s", goal: 0.75, runs: runs
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
    } floor: {
      rate(of: rounds * tasks) {
        let executor = BareExecutor()
        for task in 0..<tasks {
          Task(executorPreference: executor) {
            for round in 0..<rounds { await executor.sleep(for: length(task, round)) }
          }
        }
        executor.run()
      }
    }
  }

  private static func length(_ task: Int, _ round: Int) -> Int64 {
    Int64(1 + (task &* 7_919 &+ round &* 104_729) % 1_000)
  }

  /// Schedules of a body of thirty jobs: five tasks of six segments, and the body's own job aside.
  private static func schedules(_ runs: Int, count: Int) throws -> Figure {
    try measure("schedules of 30 jobs", unit: "schedules/s", goal: 40_000, runs: runs) {
      var options = ExplorationOptions()
      options.determinismInterval = 0
      return try rate(of: count) {
        try explore(.random(seeds: 0..<UInt64(count)), options: options) { sim in
          for _ in 0..<5 {
            sim.spawn { for _ in 1..<6 { await sim.step() } }
          }
        }
      }
    }
  }
}
