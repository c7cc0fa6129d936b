import StatusStreaming

extension FanOutSuite {
  /// The resident memory of a viewer that waits, besides that of its task.
  static func measureMemory(on bench: inout Bench) async throws {
    guard ResidentMemory.current() != nil else { return }
    // With fewer, what there is once counts.
    let viewers = max(bench.scaled(10_000), 2_000)
    try await bench.measure("memory per task that waits", unit: "bytes", better: .lower) {
      await memory(ofTasks: viewers)
    }
    for kind in IdleViewer.all {
      for history in IdleAudience.History.allCases {
        try await bench.measure(
          "memory per idle viewer, \(kind), \(history.rawValue)", unit: "bytes", better: .lower,
          goals: [.median(atMost: 4_096)]
        ) {
          let tasks = await memory(ofTasks: viewers)
          return try await memory(of: kind, viewers, history) - tasks
        }
      }
    }
  }

  private static func memory(
    of kind: IdleViewer, _ viewers: Int, _ history: IdleAudience.History
  ) async throws -> Double {
    let before = ResidentMemory.current() ?? 0
    let audience = try IdleAudience(of: viewers, kind)
    try await audience.live(through: history)
    let after = ResidentMemory.current() ?? 0
    await audience.leave()
    return Double(after - before - history.size) / Double(viewers)
  }

  private static func memory(ofTasks count: Int) async -> Double {
    let before = ResidentMemory.current() ?? 0
    let gate = Gate()
    let tasks = (0..<count).map { _ in Task { await gate.wait() } }
    while await gate.count < count { await Task.yield() }
    let after = ResidentMemory.current() ?? 0
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
