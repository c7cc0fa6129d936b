import Foundation
import RedisStatusBuffer
import StatusStreaming

// Measures a log in Redis Streams, and prints what status-bench prints with --format json:
// redis-bench REDIS-PORT. To be built with -c release.
guard let port = CommandLine.arguments.dropFirst().first.flatMap({ Int($0) }) else {
  FileHandle.standardError.write(Data("usage: redis-bench REDIS-PORT\n".utf8))
  exit(64)
}
let client = try await RedisClient(to: RedisAddress(port: port), namespace: "bench")
var figures: [Report.Figure] = []
for (viewers, updates) in [(1, 2_000), (100, 500), (1_000, 100)] {
  var rates: [Double] = []
  for run in 0..<5 {
    rates.append(
      try await rate(viewers: viewers, updates: updates, name: "\(viewers)-\(run)-\(UUID())"))
  }
  figures.append(
    Report.Figure(
      name: "Redis Streams as buffer, \(viewers) viewer\(viewers == 1 ? "" : "s")", values: rates))
}
let encoder = JSONEncoder()
encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
FileHandle.standardOutput.write(try encoder.encode(Report(figures: figures)) + Data("\n".utf8))

/// How many events a second arrive at all viewers of one trace, whose agent waits for each append.
func rate(viewers: Int, updates: Int, name: String) async throws -> Double {
  let buffer = RedisStatusBuffer(client: client, name: name)
  let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend)
  try await buffer.open("run-1")
  let start = ContinuousClock.now
  let count = try await withThrowingTaskGroup(of: Int.self) { group in
    for _ in 0..<viewers {
      group.addTask {
        var sink = CountingSink()
        _ = await monitor.deliver("run-1", to: &sink)
        return sink.count
      }
    }
    for number in 1...updates {
      _ = try await buffer.append(.step(number, .running, "Parsing sources"), to: "run-1")
    }
    _ = try await buffer.finish("run-1", with: .complete(FinalAnswer(text: "done")))
    return try await group.reduce(0, +)
  }
  precondition(count == viewers * (updates + 1), "\(count) events arrived")
  return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
}

/// Counts what it is sent.
struct CountingSink: StatusSink {
  var count = 0

  mutating func send(_: StreamEvent) {
    count += 1
  }
}
