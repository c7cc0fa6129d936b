import StateLocking
import StatusConformance
import StatusStreaming

// Correct in their own ways: they keep what they promise later, earlier or more often than others.

/// Correct: updates are committed in groups, 20 ms after the first of each; who appends waits for that,
/// and commits at once if its task is cancelled.
actor WaitingCommitBuffer: StatusBuffering {
  private final class Run {
    let trace: TraceID
    let opened: RunClock.Instant
    var events: [StreamEvent] = []

    init(_ trace: TraceID, opened: RunClock.Instant) {
      self.trace = trace
      self.opened = opened
    }
  }

  private final class Entry {
    let run: Run
    let payload: StreamEvent.Payload
    var number: SequenceNumber?

    init(_ payload: StreamEvent.Payload, of run: Run) {
      self.payload = payload
      self.run = run
    }
  }

  nonisolated let epoch: Epoch? = "z9"
  private var runs: [TraceID: Run] = [:]
  private var pending: [Entry] = []
  private var due: RunClock.Instant?
  private let clock: RunClock

  init(clock: RunClock) {
    self.clock = clock
  }

  func open(_ trace: TraceID) throws {
    guard runs[trace] == nil else {
      throw BufferError(.traceExists, trace: trace, context: "it is held")
    }
    runs[trace] = Run(trace, opened: clock.now)
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try await submit(.update(update), to: trace)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try await submit(outcome.payload, to: trace)
  }

  func events(of trace: TraceID, after cursor: Cursor, limit: Int) throws -> [StreamEvent] {
    let number = try cursor.number(in: epoch, of: trace)
    let events = try run(of: trace).events
    guard number.rawValue <= events.count else {
      throw BufferError(.cursorAhead, trace: trace, context: "newest \(events.count)")
    }
    return Array(events.dropFirst(number.rawValue).prefix(limit))
  }

  func remove(_ trace: TraceID) {
    runs[trace] = nil
  }

  private func run(of trace: TraceID) throws -> Run {
    guard let run = runs[trace] else {
      throw BufferError(.unknownTrace, trace: trace, context: "it is not held")
    }
    return run
  }

  private func submit(
    _ payload: StreamEvent.Payload, to trace: TraceID
  ) async throws -> SequenceNumber {
    let entry = Entry(payload, of: try run(of: trace))
    pending.append(entry)
    let due = due ?? clock.now.advanced(by: .milliseconds(20))
    self.due = due
    try? await clock.sleep(until: due)
    commit()
    guard let number = entry.number else {
      throw BufferError(.traceFinished, trace: trace, context: "it has ended or is gone")
    }
    return number
  }

  private func commit() {
    for entry in pending where entry.run.events.last?.payload.isTerminal != true {
      let number = SequenceNumber(rawValue: entry.run.events.count + 1)
      entry.run.events.append(
        StreamEvent(
          trace: entry.run.trace, sequence: number, epoch: epoch,
          time: entry.run.opened.duration(to: clock.now), payload: entry.payload))
      entry.number = number
    }
    pending = []
    due = nil
  }
}

/// Correct: a full trace loses its older half at once; for all that happens everybody is woken, and each
/// second for nothing.
final class HalvingBuffer: StoringBuffer, StatusWaking {
  let store = TraceStore()
  private let capacity: Int
  private let clock: RunClock
  private let sleepers = Lock<[AsyncStream<Void>.Continuation]>([])

  init(clock: RunClock, capacity: Int) {
    self.clock = clock
    self.capacity = capacity
  }

  func open(_ trace: TraceID) async throws {
    try store.open(trace)
    wakeEverybody()
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    let number = try store.withOpen(trace) { record in
      if record.updates.count == capacity {
        record.updates.removeFirst(capacity / 2)
        record.dropped += capacity / 2
      }
      return record.append(update)
    }
    wakeEverybody()
    return number
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    let number = try store.withOpen(trace) { $0.finish(outcome) }
    wakeEverybody()
    return number
  }

  func remove(_ trace: TraceID) async {
    store.withRecord(of: trace) { $0 = nil }
    wakeEverybody()
  }

  func awaitEvents(of trace: TraceID, after place: Cursor) async throws {
    let cursor = try place.number(in: nil, of: trace)
    let (calls, sleeper) = AsyncStream<Void>.makeStream()
    sleepers.withLock { $0.append(sleeper) }
    let record = store.withRecord(of: trace) { $0 }
    guard record != nil || cursor == .zero else {
      throw BufferError(.removed, trace: trace, context: "it is not held")
    }
    if let record, record.outcome != nil || record.newest > cursor.rawValue { return }
    await withTaskGroup { [clock] group in
      group.addTask { try? await clock.sleep(for: .seconds(1)) }
      group.addTask { _ = await calls.first { _ in true } }
      await group.next()
      group.cancelAll()
    }
  }

  private func wakeEverybody() {
    let woken = sleepers.withLock { sleepers in
      defer { sleepers = [] }
      return sleepers
    }
    for sleeper in woken.reversed() { sleeper.yield() }
  }
}

/// Correct: every refusal is an error of its own, a trace takes no more than it has room for, and what is
/// silent for a minute is forgotten, whether it has ended or not.
actor SilenceForgettingBuffer: StatusBuffering {
  enum Complaint: Error { case taken, nowhere, over, crowded, tooFar, elsewhere }

  private struct Entry {
    let trace: TraceID
    var payloads: [StreamEvent.Payload] = []
    var touched: RunClock.Instant
  }

  private var entries: [Entry] = []
  private let clock: RunClock
  private let capacity: Int

  init(clock: RunClock, capacity: Int) {
    self.clock = clock
    self.capacity = capacity
  }

  func open(_ trace: TraceID) throws {
    forget()
    guard !entries.contains(where: { $0.trace == trace }) else { throw Complaint.taken }
    entries.insert(Entry(trace: trace, touched: clock.now), at: 0)
  }

  func append(_ update: StatusUpdate, to trace: TraceID) throws -> SequenceNumber {
    guard try entries[index(of: trace)].payloads.count < capacity else { throw Complaint.crowded }
    return try add(.update(update), to: trace)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) throws -> SequenceNumber {
    try add(outcome.payload, to: trace)
  }

  func events(of trace: TraceID, after cursor: Cursor, limit: Int) throws -> [StreamEvent] {
    guard cursor.counts(in: nil) else { throw Complaint.elsewhere }
    let payloads = try entries[index(of: trace)].payloads
    guard cursor.number.rawValue <= payloads.count else { throw Complaint.tooFar }
    return zip(1..., payloads).dropFirst(cursor.number.rawValue).prefix(limit).map {
      StreamEvent(trace: trace, sequence: SequenceNumber(rawValue: $0), payload: $1)
    }
  }

  func remove(_ trace: TraceID) {
    entries.removeAll { $0.trace == trace }
  }

  private func forget() {
    let now = clock.now
    entries.removeAll { $0.touched.duration(to: now) > .seconds(60) }
  }

  private func index(of trace: TraceID) throws -> Int {
    forget()
    guard let index = entries.firstIndex(where: { $0.trace == trace }) else {
      throw Complaint.nowhere
    }
    return index
  }

  private func add(_ payload: StreamEvent.Payload, to trace: TraceID) throws -> SequenceNumber {
    let index = try index(of: trace)
    guard entries[index].payloads.last?.isTerminal != true else { throw Complaint.over }
    entries[index].payloads.append(payload)
    entries[index].touched = clock.now
    return SequenceNumber(rawValue: entries[index].payloads.count)
  }
}
