import DeterministicSimulation
import Foundation
import StatusStreaming

/// What the command and a long trace take up.
enum FootprintSuite: Suite {
  static let name = "footprint"

  static func run(on bench: inout Bench) async throws {
    try await measurePeakMemory(on: &bench)
    try await measureWaiting(on: &bench)
    try await measureExploring(on: &bench)
    guard let command = Command.beside(Bundle.main.executableURL) else {
      return bench.add([
        "footprint of the command: there is no status-stream beside status-bench;",
        "  swift build -c release --product status-stream makes one",
      ])
    }
    try await measureBinary(of: command, on: &bench)
    try await measureStart(of: command, on: &bench)
  }

  private static func measureBinary(of command: Command, on bench: inout Bench) async throws {
    let size = try command.size()
    try await bench.measure("status-stream as built", unit: "bytes", better: .lower) {
      Double(size)
    }
  }

  private static func measureStart(of command: Command, on bench: inout Bench) async throws {
    let echo = Command(file: URL(filePath: "/bin/echo"))
    let hasEcho = FileManager.default.isExecutableFile(atPath: echo.file.path)
    let lines: [(String, [String])] = [
      ("first line of status-stream", ["--stream", "--clock", "virtual", "--query", "Status?"]),
      (
        "first event of status-stream",
        ["--sink", "jsonl", "--clock", "virtual", "--query", "Status?"]
      ),
    ]
    for (name, arguments) in lines {
      try await bench.measure(
        name, unit: "ms", better: .lower,
        beside: hasEcho ? [.floor("/bin/echo") { try echo.timeToFirstByte(["a"]) * 1e3 }] : []
      ) {
        try command.timeToFirstByte(arguments) * 1e3
      }
    }
  }
}

extension FootprintSuite {
  /// A long trace from its opening to its delivery to a viewer, kept whole.
  static func measurePeakMemory(on bench: inout Bench) async throws {
    let count = bench.scaled(1_000_000)
    guard try await peak(of: 1) != nil else {
      return bench.add(["footprint of a trace: the system does not tell how much memory was in use"]
      )
    }
    try await bench.measure(
      "peak memory of a trace of \(count), per event", unit: "bytes", better: .lower
    ) {
      Double(try await peak(of: count) ?? 0) / Double(count)
    }
  }

  private static func peak(of count: Int) async throws -> Int? {
    try await PeakMemory.growth {
      let buffer = StatusBuffer(configuration: .init(capacity: .max))
      let publishers = try buffer.openTraces(1)
      for index in 0..<count { try publishers[0].publish(update(index)) }
      try buffer.finish(publishers)
      var sink = CountingSink()
      _ = await StatusMonitor(buffer: buffer).deliver("run-0", to: &sink)
      precondition(sink.count == count + 1, "\(sink.count) events were delivered")
    }
  }

  /// An update of the reference run, whose message shares its storage with no other.
  private static func update(_ index: Int) -> StatusUpdate {
    var update = ReferenceRun.updates[index % ReferenceRun.updates.count]
    update.message = update.message.map { String(decoding: Array($0.utf8), as: UTF8.self) }
    return update
  }

  /// What exploring takes, which has to forget each schedule.
  static func measureExploring(on bench: inout Bench) async throws {
    for (count, name) in [(10_000, "10,000"), (1_000_000, "1,000,000")] {
      let seeds = UInt64(bench.scaled(count))
      try await bench.measureLatency(
        "peak memory of exploring \(name) seeds", unit: "bytes", goals: [.median(atMost: 262_144)]
      ) {
        [
          Double(
            try await PeakMemory.growth {
              try SimulationSuite.exploreJobs(.random(seeds: 0..<seeds))
            } ?? 0)
        ]
      }
    }
  }

  private struct CountingSink: StatusSink {
    var count = 0

    mutating func send(_ event: StreamEvent) { count += 1 }
  }
}

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
