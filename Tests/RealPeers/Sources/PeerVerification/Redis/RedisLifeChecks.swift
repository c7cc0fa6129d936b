import RedisStatusBuffer
import StatusStreaming

/// What becomes of traces that are left alone, which no verification in real time waits for.
enum RedisLifeChecks {
  static func all(_ client: RedisClient) -> [Check] {
    [
      Check("Redis Streams: retention is EXPIRE") { try await expire(client) },
      Check("Redis Streams: an agent that is gone") { try await abandon(client) },
      Check("Redis Streams: MAXLEN is a gap") { try await overflow(client) },
    ]
  }

  private static func expire(_ client: RedisClient) async throws -> (Bool, String) {
    let buffer = RedisStatusBuffer(
      client: client, name: "expiring", configuration: .init(retention: .milliseconds(500)))
    let number = try await run(of: 3, in: buffer)
    let before = try await buffer.events(of: "run-1", after: .zero, limit: .max).count
    try await Task.sleep(for: .seconds(1))
    let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend)
    let id = "\(Cursor(number, in: buffer.epoch))"
    let statuses = [
      await monitor.admit("run-1").status, await monitor.admit("run-1", lastEventID: id).status,
    ]
    let again = try await run(of: 1, in: buffer)
    return (
      before == 4 && statuses == [404, 410] && again == 2,
      "\(before) events at the end, after twice the time \(statuses[0]), with an id \(statuses[1]); "
        + "a second run of the name ends with number \(again)"
    )
  }

  private static func abandon(_ client: RedisClient) async throws -> (Bool, String) {
    let buffer = RedisStatusBuffer(
      client: client, name: "abandoned", configuration: .init(abandonAfter: .milliseconds(500)))
    try await buffer.open("run-1")
    _ = try await buffer.append(.thinking("the last word"), to: "run-1")
    let start = ContinuousClock.now
    // Nothing tells the viewer: it looks again by itself.
    var sink = CountingSink()
    let delivery = await StatusMonitor(buffer: buffer, wakeup: .onAppend).deliver(
      "run-1", to: &sink)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let isFailed = if case .bufferFailed = delivery.ending { true } else { false }
    return (
      isFailed && sink.count == 1 && seconds < 8,
      "its viewer has \(sink.count) event, and is told that the trace is gone after "
        + "\((seconds * 10).rounded() / 10) s"
    )
  }

  private static func overflow(_ client: RedisClient) async throws -> (Bool, String) {
    let buffer = RedisStatusBuffer(
      client: client, name: "overflowing", configuration: .init(capacity: 10))
    _ = try await run(of: 100, in: buffer)
    let place = Cursor(50, in: buffer.epoch)
    let payloads = try await buffer.events(of: "run-1", after: place, limit: .max).map(\.payload)
    let isRight = payloads.count == 12 && payloads.first == .gap(lost: 40)
    return (
      isRight && payloads.last?.isTerminal == true,
      "after number 50 of 101 come \(payloads.first.map { "\($0)" } ?? "nothing") and "
        + "\(payloads.count - 1) events"
    )
  }

  private static func run(of count: Int, in buffer: RedisStatusBuffer) async throws
    -> SequenceNumber
  {
    try await buffer.open("run-1")
    for number in 1...count {
      _ = try await buffer.append(.thinking("\(number)"), to: "run-1")
    }
    return try await buffer.finish("run-1", with: .complete(FinalAnswer(text: "done")))
  }
}

/// Counts what it is sent.
private struct CountingSink: StatusSink {
  var count = 0

  mutating func send(_: StreamEvent) {
    count += 1
  }
}
