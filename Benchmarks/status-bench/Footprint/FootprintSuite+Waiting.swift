extension FootprintSuite {
  /// What a monitor that waits for appends leaves behind when it is woken.
  static func measureWaiting(on bench: inout Bench) async throws {
    guard ResidentMemory.current() != nil else { return }
    let count = bench.scaled(5_000)
    // What the first run alone takes, threads for one, is not left by each wake-up.
    consume(try await waiting(100))
    try await bench.measure(
      "memory left by a wake-up on append", unit: "bytes", better: .lower,
      goals: [.median(atMost: 8)]
    ) {
      let before = ResidentMemory.current() ?? 0
      consume(try await waiting(count))
      return Double((ResidentMemory.current() ?? 0) - before) / Double(count)
    }
  }

  private static func waiting(_ count: Int) async throws -> [Double] {
    try await RealRun(waking: .onAppend, rate: 10_000, traces: 1, count: count).latencies()
  }
}
