import StateLocking
import StatusConformance
import StatusStreaming

/// A server that keeps a log for each trace and a queue for each viewer, to which it hands what is
/// published.
final class HubPipeline: Sendable {
  enum Habit: Sendable {
    /// Correct: a viewer's queue begins where the list ends that it is sent first.
    case none
    /// Bug: a viewer has its queue a moment after the list was made.
    case listsThenWatches
    /// Bug: an agent waits until each queue has room.
    case holdsUpItsAgents
    /// Bug: an end in a text ends the connection.
    case endsAtAWord
    /// Bug: a name ends at what ends the path of an address.
    case cutsNames
    /// Correct: who comes too early waits until the trace is there, or the server is stopped.
    case letsWait
  }

  private struct State {
    var logs: [TraceID: [StreamEvent]] = [:]
    var queues: [TraceID: [ObjectIdentifier: Queue]] = [:]
    var isStopped = false
  }

  /// What a viewer is to be sent.
  private final class Queue: Sendable {
    let events = Lock<[StreamEvent]>([])
    let encoder = Lock(EventStreamEncoder(profile: .resumable))
    let hasEnded = Lock(false)
  }

  private let habit: Habit
  private let clock: RunClock
  private let state = Lock(State())

  init(on run: PipelineRun, _ habit: Habit) {
    self.habit = habit
    clock = run.clock
  }

  var underTest: PipelineUnderTest {
    PipelineUnderTest {
      try await self.publish($0)
    } connect: {
      try await self.connect($0, $1)
    } stop: {
      self.state.withLock { $0.isStopped = true }
    }
  }

  private func publish(_ event: PipelineEvent) async throws {
    switch event {
    case .open(let trace): state.withLock { $0.logs[trace] = [] }
    case .update(let update, let trace):
      while habit == .holdsUpItsAgents, isBehind(trace) {
        try await clock.sleep(for: .milliseconds(20))
      }
      append(.update(update), to: trace)
    case .finish(let outcome, let trace): append(outcome.payload, to: trace)
    }
  }

  /// Whether a viewer has more than 16 events before it.
  private func isBehind(_ trace: TraceID) -> Bool {
    state.withLock { state in
      state.queues[trace]?.values.contains { $0.events.withLock { $0.count > 16 } } ?? false
    }
  }

  private func append(_ payload: StreamEvent.Payload, to trace: TraceID) {
    state.withLock { state in
      let number = SequenceNumber(rawValue: (state.logs[trace]?.count ?? 0) + 1)
      let event = StreamEvent(trace: trace, sequence: number, payload: payload)
      state.logs[trace, default: []].append(event)
      for queue in (state.queues[trace] ?? [:]).values {
        queue.events.withLock { $0.append(event) }
      }
    }
  }

  private func connect(
    _ name: TraceID, _ lastEventID: String?
  ) async throws -> PipelineConnection {
    let path = name.rawValue.prefix { habit != .cutsNames || ($0 != "?" && $0 != "#") }
    let trace = try TraceID(String(path))
    if habit == .letsWait, lastEventID == nil, try await !isOpened(trace) {
      return PipelineConnection { nil }
    }
    guard let cursor = try? Cursor(lastEventID: lastEventID), cursor.epoch == nil,
      let log = state.withLock({ $0.isStopped ? nil : $0.logs[trace] }),
      cursor.number.rawValue <= log.count
    else { return .refused("404") }
    if cursor.number.rawValue == log.count, log.last?.payload.isTerminal == true {
      return .finished
    }
    let queue = Queue()
    if habit == .listsThenWatches { try await clock.sleep(for: .milliseconds(1)) }
    state.withLock { state in
      let now = state.logs[trace] ?? []
      let list = habit == .listsThenWatches ? log : now
      queue.events.withLock { $0 = Array(list.dropFirst(cursor.number.rawValue)) }
      state.queues[trace, default: [:]][ObjectIdentifier(queue)] = queue
    }
    return PipelineConnection {
      try await self.read(queue)
    } hangingUp: {
      self.state.withLock { $0.queues[trace]?[ObjectIdentifier(queue)] = nil }
    }
  }

  /// Waits until a trace is opened, or the server is stopped before.
  private func isOpened(_ trace: TraceID) async throws -> Bool {
    while state.withLock({ !$0.isStopped && $0.logs[trace] == nil }) {
      try await clock.sleep(for: .milliseconds(20))
    }
    return state.withLock { $0.logs[trace] != nil }
  }

  private func read(_ queue: Queue) async throws -> [UInt8]? {
    while true {
      let events = queue.events.withLock { events in
        defer { events = [] }
        return events
      }
      if let last = events.last {
        queue.hasEnded.withLock { $0 = last.payload.isTerminal }
        return try queue.encoder.withLock { encoder in
          var bytes: [UInt8] = []
          for event in events { try encoder.encode(event, into: &bytes) }
          if habit == .endsAtAWord,
            String(decoding: bytes, as: UTF8.self).contains("event: complete")
          {
            queue.hasEnded.withLock { $0 = true }
          }
          return bytes
        }
      }
      if queue.hasEnded.withLock({ $0 }) || state.withLock({ $0.isStopped }) { return nil }
      try await clock.sleep(for: .milliseconds(10))
    }
  }
}
