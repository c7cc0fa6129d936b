import StatusStreaming

extension FanOutSuite {
  /// What a viewer keeps that waits, besides its task: what it has allocated, and what it occupies, to which
  /// pages belong of which others use the rest.
  static func measureMemory(on bench: inout Bench) async throws {
    guard AllocatedMemory.current() != nil, ResidentMemory.current() != nil else { return }
    // With fewer, what there is once counts.
    let viewers = max(bench.scaled(10_000), 2_000)
    try await bench.measure("memory per task that waits", unit: "bytes", better: .lower) {
      await memory(ofTasks: viewers, AllocatedMemory.current)
    }
    for kind in IdleViewer.all {
      for history in IdleAudience.History.allCases {
        try await bench.measure(
          "memory per idle viewer, \(kind), \(history.rawValue)", unit: "bytes", better: .lower,
          goals: [.median(atMost: 4_096)]
        ) {
          let tasks = await memory(ofTasks: viewers, AllocatedMemory.current)
          return try await memory(of: kind, viewers, history, AllocatedMemory.current) - tasks
        }
      }
    }
    for kind in IdleViewer.all where kind.service == .events {
      try await bench.measure(
        "resident memory per idle viewer, \(kind)", unit: "bytes", better: .lower
      ) {
        let tasks = await memory(ofTasks: viewers, ResidentMemory.current)
        return try await memory(of: kind, viewers, .updates, ResidentMemory.current) - tasks
      }
    }
  }

  private static func memory(
    of kind: IdleViewer, _ viewers: Int, _ history: IdleAudience.History, _ now: () -> Int?
  ) async throws -> Double {
    let before = now() ?? 0
    let audience = try IdleAudience(of: viewers, kind)
    try await audience.live(through: history)
    let after = now() ?? 0
    await audience.leave()
    return Double(after - before - history.size) / Double(viewers)
  }

  private static func memory(ofTasks count: Int, _ now: () -> Int?) async -> Double {
    let before = now() ?? 0
    let gate = Gate()
    let tasks = (0..<count).map { _ in Task { await gate.wait() } }
    while await gate.count < count { await Task.yield() }
    let after = now() ?? 0
    await gate.open()
    for task in tasks { await task.value }
    return Double(after - before) / Double(count)
  }

  /// Where tasks wait until it is opened.
  private actor Gate {
    private var waiting: [CheckedContinuation<Void, Never>] = []

    var count: Int { waiting.count }

    func wait() async { await withCheckedContinuation { waiting.append($0) } }

    func open() {
      for continuation in waiting { continuation.resume() }
    }
  }
}
