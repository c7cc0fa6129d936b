import StatusStreaming

/// How a viewer that has nothing to do is served.
struct IdleViewer: CustomStringConvertible {
  enum Service: String, CaseIterable {
    case events = "SSE"
    case frames = "WebSocket"
    case terminal = "terminal"
    case body = "SSE body"
    case sent = "SSE with a sink that is given away"
    case timed = "SSE with a send time-out"
  }

  let service: Service
  let isPolling: Bool
  let hasHeartbeats: Bool

  static var all: [IdleViewer] {
    Service.allCases.flatMap { service in
      [false, true].flatMap { isPolling in
        [false, true].map {
          IdleViewer(service: service, isPolling: isPolling, hasHeartbeats: $0)
        }
      }
    }
  }

  var description: String {
    "\(service.rawValue)\(isPolling ? " polling" : "")\(hasHeartbeats ? " with heartbeats" : "")"
  }

  /// Starts a viewer.
  func start(on buffer: StatusBuffer, _ received: Counter) -> Task<Void, Never> {
    // A monitor for each, as a server makes one for each request.
    let monitor = StatusMonitor(
      buffer: buffer, wakeup: isPolling ? .polling(every: .milliseconds(50)) : .onAppend,
      heartbeatInterval: hasHeartbeats ? .seconds(30) : nil)
    let encoder = EventStreamEncoder(profile: .resumable)
    let writer = CountingWriter(counter: received)
    return switch service {
    case .events: Task { await serve(monitor, EncodingSink(encoder: encoder, writer: writer)) }
    case .frames:
      Task {
        await serve(monitor, EncodingSink(encoder: WebSocketStatusEncoder(), writer: writer))
      }
    case .terminal: Task { await serve(monitor, TerminalSink(writer: writer)) }
    case .body:
      Task {
        for await _ in monitor.body(of: FanOutSuite.trace, encodedBy: encoder) {
          received.increment()
        }
      }
    case .sent: Task { await give(EncodingSink(encoder: encoder, writer: writer), to: monitor) }
    case .timed:
      Task {
        await give(
          EncodingSink(encoder: encoder, writer: writer), to: monitor, sendTimeout: .seconds(30))
      }
    }
  }
}

@inline(never)
private func serve(
  _ monitor: StatusMonitor<StatusBuffer, ContinuousClock>, _ sink: consuming some StatusSink
) async {
  _ = await monitor.deliver(FanOutSuite.trace, to: &sink)
}

@inline(never)
private func give(
  _ sink: sending some StatusSink, to monitor: StatusMonitor<StatusBuffer, ContinuousClock>,
  sendTimeout: Duration? = nil
) async {
  _ = await monitor.deliver(FanOutSuite.trace, to: sink, sendTimeout: sendTimeout)
}

/// Viewers of one kind that wait for the next event of one trace.
final class IdleAudience: Sendable {
  /// What the viewers have been sent before they wait.
  enum History: String, CaseIterable {
    case nothing = "before any event"
    case updates = "after small updates"
    case large = "after an update of 1 MiB"

    /// What the buffer keeps of it, if that counts.
    var size: Int { self == .large ? 1_048_576 : 0 }
  }

  private let buffer = StatusBuffer()
  private let received = Counter()
  private let viewers: [Task<Void, Never>]
  /// How long until nothing is done any more: one that polls does so for a second, and one whose sink is
  /// timed has its tasks for two.
  private let settlingTime: Duration

  init(of count: Int, _ kind: IdleViewer) throws {
    try buffer.open(FanOutSuite.trace)
    let (buffer, received) = (buffer, received)
    viewers = (0..<count).map { _ in kind.start(on: buffer, received) }
    settlingTime =
      if kind.service == .timed {
        .milliseconds(2_500)
      } else if kind.isPolling {
        .milliseconds(1_500)
      } else {
        .milliseconds(1_000)
      }
  }

  /// Publishes what the viewers are to have, each update when all have the one before, and waits until
  /// they wait.
  func live(through history: History) async throws {
    while buffer.counters.viewers < viewers.count { await Task.yield() }
    var update = BufferSuite.update
    let count = history == .nothing ? 0 : 3
    for number in 0..<count {
      if number == count - 1 { update.message?.append(String(repeating: "x", count: history.size)) }
      try buffer.append(update, to: FanOutSuite.trace)
      while received.value < viewers.count * (number + 1) { await Task.yield() }
    }
    try await Task.sleep(for: settlingTime)
    // One that has gone occupies nothing.
    precondition(buffer.counters.viewers == viewers.count, "\(buffer.counters)")
  }

  /// Ends the trace and waits until the viewers have gone.
  func leave() async {
    // The one possible error is that it has ended.
    _ = try? buffer.finish(FanOutSuite.trace, with: .failed(message: ""))
    for viewer in viewers { await viewer.value }
  }
}
