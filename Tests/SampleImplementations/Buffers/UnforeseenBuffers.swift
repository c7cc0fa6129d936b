import StateLocking
import StatusConformance
import StatusStreaming

// What a store, an index or a pool beside the log makes of numbers, names, steps and cancelled tasks.

/// Bug: of a read over three segments and more, those between the first and the last are left out.
struct SegmentSkippingBuffer: StoringBuffer {
  private static let size = 256

  let store = TraceStore()

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    let events = try record.events(of: trace, after: cursor, limit: limit)
    guard let first = events.first, let last = events.last else { return [] }
    let ends = [first, last].map { ($0.sequence.rawValue - 1) / Self.size }
    return events.filter { ends.contains(($0.sequence.rawValue - 1) / Self.size) }
  }
}

/// Bug: the steps of a plan are rows of a table, whose key is the number of the step.
final class StepTableBuffer: StoringBuffer {
  let store = TraceStore()

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    var update = update
    if let steps = update.roadmap {
      var rows: [Int: RoadmapStep] = [:]
      for step in steps { rows[step.id] = step }
      var rest = rows
      update.roadmap = steps.compactMap { rest.removeValue(forKey: $0.id) }
    }
    return try store.withOpen(trace) { [update] in $0.append(update) }
  }
}

/// Bug: epochs are compared as the numbers that they were made of.
struct NumberedEpochBuffer: StoringBuffer {
  let store = TraceStore()
  let epoch: Epoch? = "b7"

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let isOwn = place.epoch.map { Self.number(of: $0) == Self.number(of: "b7") } ?? false
    let cursor = try isOwn ? place.number : place.number(in: epoch, of: trace)
    return try store.withHeld(trace) { record in
      try record.events(of: trace, after: cursor, limit: limit).map { $0.counted(in: epoch) }
    }
  }

  private static func number(of epoch: Epoch) -> UInt64? { UInt64(epoch.rawValue, radix: 36) }
}

/// Bug: what is sealed goes from memory to an archive, which is asked first; what goes there between
/// the two looks is in neither.
actor TieredBuffer: StatusBuffering {
  private struct Log {
    var sealed: [StreamEvent] = []
    var open: [StreamEvent] = []
    var hasEnded = false

    var newest: Int { sealed.count + open.count }
  }

  private static let size = 8
  private let clock: RunClock
  private var logs: [TraceID: Log] = [:]

  init(clock: RunClock) {
    self.clock = clock
  }

  func open(_ trace: TraceID) throws {
    guard logs[trace] == nil else {
      throw BufferError(.traceExists, trace: trace, context: "it is held")
    }
    logs[trace] = Log()
  }

  func append(_ update: StatusUpdate, to trace: TraceID) throws -> SequenceNumber {
    try add(.update(update), to: trace)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) throws -> SequenceNumber {
    let number = try add(outcome.payload, to: trace)
    logs[trace]?.hasEnded = true
    return number
  }

  func events(of trace: TraceID, after cursor: Cursor, limit: Int) async throws -> [StreamEvent] {
    let after = try cursor.number(in: nil, of: trace).rawValue
    let log = try log(of: trace)
    guard after <= log.newest else {
      throw BufferError(.cursorAhead, trace: trace, context: "newest \(log.newest)")
    }
    let sealed = log.sealed.dropFirst(after)
    try await clock.sleep(for: .milliseconds(2))
    let open = try self.log(of: trace).open.filter { $0.sequence.rawValue > after }
    return Array((sealed + open).prefix(max(limit, 0)))
  }

  func remove(_ trace: TraceID) { logs[trace] = nil }

  private func log(of trace: TraceID) throws -> Log {
    guard let log = logs[trace] else {
      throw BufferError(.unknownTrace, trace: trace, context: "it is not held")
    }
    return log
  }

  private func add(_ payload: StreamEvent.Payload, to trace: TraceID) throws -> SequenceNumber {
    var log = try log(of: trace)
    guard !log.hasEnded else {
      throw BufferError(.traceFinished, trace: trace, context: "it has ended")
    }
    let number = SequenceNumber(rawValue: log.newest + 1)
    log.open.append(StreamEvent(trace: trace, sequence: number, payload: payload))
    if log.open.count == Self.size {
      log.sealed += log.open
      log.open = []
    }
    logs[trace] = log
    return number
  }
}

/// A buffer whose pool hands no connection to a task that is cancelled.
struct PooledBuffer: StoringBuffer {
  let store = TraceStore()
  /// Bug: whether none is handed out for the end of a trace either.
  let refusesEnds: Bool

  func open(_ trace: TraceID) async throws {
    try Task.checkCancellation()
    try store.open(trace)
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try Task.checkCancellation()
    return try store.withOpen(trace) { $0.append(update) }
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    if refusesEnds { try Task.checkCancellation() }
    return try store.withOpen(trace) { $0.finish(outcome) }
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    try Task.checkCancellation()
    let cursor = try place.number(in: nil, of: trace)
    return try store.withHeld(trace) { record in
      try record.events(of: trace, after: cursor, limit: limit)
    }
  }
}
