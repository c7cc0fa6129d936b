import DeterministicSimulation

extension Program {
  static let jobQueue = Program(
    "job queue with priorities", "workers take the most urgent job there is, once a slot is free",
    faulty: .checkThenAct
  ) { sim in
    let queue = JobQueue(sim)
    for (name, priority) in [("mail", 1), ("backup", 0), ("alarm", 9)] {
      await queue.add(name, priority: priority)
    }
    let workers = (1...2).map { number in
      sim.spawn("worker \(number)") {
        while let job = try await queue.next() {
          try await sim.clock.sleep(for: .milliseconds(10))
          await queue.finish(job)
        }
      }
    }
    for worker in workers { try await worker.value }
    let finished = await queue.finished
    try ensure(finished.sorted() == ["alarm", "backup", "mail"], "finished \(finished)")
  }
}

private actor JobQueue {
  /// Not sendable: only the queue touches it.
  private final class Job {
    let name: String
    let priority: Int

    init(name: String, priority: Int) {
      self.name = name
      self.priority = priority
    }
  }

  private let sim: Simulation
  private var jobs: [Job] = []
  private(set) var finished: [String] = []

  init(_ sim: Simulation) { self.sim = sim }

  func add(_ name: String, priority: Int) {
    jobs.append(Job(name: name, priority: priority))
    jobs.sort { $0.priority > $1.priority }
  }

  func next() async throws -> String? {
    #if FAULTY
      guard let job = jobs.first else { return nil }
      try await reserveSlot()
      if !jobs.isEmpty { jobs.removeFirst() }
    #else
      try await reserveSlot()
      guard let job = jobs.first else { return nil }
      jobs.removeFirst()
    #endif
    return job.name
  }

  func finish(_ job: String) { finished.append(job) }

  private func reserveSlot() async throws {
    try await sim.clock.sleep(for: sim.latency(upTo: 1) * 5)
  }
}
