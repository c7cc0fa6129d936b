import StateLocking
import StatusConformance
import StatusStreaming

// What a buffer does in a task that is cancelled, at a full page, or when nothing runs any more.

/// A buffer whose removal asks a server for leave, or takes its time.
struct LeavingBuffer: StoringBuffer {
  let store = TraceStore()
  let clock: RunClock
  /// Bug: whether a removal is given up where that can't be waited for.
  let givesUp: Bool

  func remove(_ trace: TraceID) async {
    do {
      try await clock.sleep(for: .milliseconds(2))
    } catch {
      if givesUp { return }
    }
    store.withRecord(of: trace) { $0 = nil }
  }
}

/// Bug: who is cancelled removes nothing.
struct CheckingBuffer: StoringBuffer {
  let store = TraceStore()

  func remove(_ trace: TraceID) async {
    guard (try? Task.checkCancellation()) != nil else { return }
    store.withRecord(of: trace) { $0 = nil }
  }
}

/// Bug: whether a task is cancelled is asked when its update has been stored.
struct StoringFirstBuffer: StoringBuffer {
  let store = TraceStore()

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    let number = try store.withOpen(trace) { $0.append(update) }
    try Task.checkCancellation()
    return number
  }
}

/// Bug: a name is taken before it is asked whether the task is cancelled, and not given back.
final class ReservingNamesBuffer: StoringBuffer {
  let store = TraceStore()
  private let names = Lock<Set<TraceID>>([])

  func open(_ trace: TraceID) async throws {
    let isNew = names.withLock { $0.insert(trace).inserted }
    guard isNew else { throw BufferError(.traceExists, trace: trace, context: "it is held") }
    try Task.checkCancellation()
    try store.open(trace)
  }

  func remove(_ trace: TraceID) async {
    names.withLock { _ = $0.remove(trace) }
    store.withRecord(of: trace) { $0 = nil }
  }
}

/// Bug: a limit of zero is none, as in some query languages.
struct ZeroLimitBuffer: StoringBuffer {
  let store = TraceStore()

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    try record.events(of: trace, after: cursor, limit: limit == 0 ? .max : limit)
  }
}

/// Bug: full pages never change, so they are kept, and outlive their run.
final class FullPageBuffer: StoringBuffer {
  private struct Place: Hashable {
    let trace: TraceID
    let cursor: SequenceNumber
    let limit: Int
  }

  let store = TraceStore()
  private let pages = Lock<[Place: [StreamEvent]]>([:])

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    let place = Place(trace: trace, cursor: cursor, limit: limit)
    if let page = pages.withLock({ $0[place] }) { return page }
    let page = try record.events(of: trace, after: cursor, limit: limit)
    if page.count == limit { pages.withLock { $0[place] = page } }
    return page
  }
}

/// Bug: of two who look whether an id is taken both find it free.
struct LookingBuffer: StoringBuffer {
  let store = TraceStore()
  let clock: RunClock

  func open(_ trace: TraceID) async throws {
    let isTaken = store.withRecord(of: trace) { $0 != nil }
    try await clock.sleep(for: .milliseconds(1))
    if isTaken { return try store.open(trace) }
    store.withRecord(of: trace) { $0 = TraceRecord() }
  }
}

/// Bug: 64 updates that are together are put aside for good, and found again under the id of another run.
final class FullBlockBuffer: StoringBuffer {
  private static let size = 64

  let store = TraceStore()
  private let blocks = Lock<[TraceID: [Int: [StreamEvent]]]>([:])

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    let first = cursor.rawValue / Self.size * Self.size
    let kept = blocks.withLock { $0[trace]?[first] }
    let block =
      try kept
      ?? record.events(
        of: trace, after: SequenceNumber(rawValue: first), limit: Self.size)
    if block.count == Self.size { blocks.withLock { $0[trace, default: [:]][first] = block } }
    let rest = block.drop { $0.sequence <= cursor }
    let more = try record.events(
      of: trace, after: rest.last?.sequence ?? cursor, limit: max(limit - rest.count, 0))
    return Array((rest + more).prefix(limit))
  }
}

/// Bug: a full page that is the last one is followed by itself.
struct LastPageBuffer: StoringBuffer {
  let store = TraceStore()

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    let page = try record.events(of: trace, after: cursor, limit: limit)
    guard page.isEmpty, limit > 1, record.outcome == nil, cursor.rawValue > 0,
      cursor.rawValue % limit == 0
    else { return page }
    let last = SequenceNumber(rawValue: cursor.rawValue - limit)
    return try record.events(of: trace, after: last, limit: limit)
  }
}

/// Bug: a run that begins when no other runs begins with an empty store.
final class StartingAnewBuffer: StoringBuffer {
  let store = TraceStore()
  private let names = Lock<(known: Set<TraceID>, open: Set<TraceID>)>(([], []))

  func open(_ trace: TraceID) async throws {
    let old = names.withLock { names in
      let old = names.open.isEmpty ? names.known.subtracting([trace]) : []
      names.known.subtract(old)
      return old
    }
    for trace in old { store.withRecord(of: trace) { $0 = nil } }
    try store.open(trace)
    names.withLock { names in
      names.known.insert(trace)
      names.open.insert(trace)
    }
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    let number = try store.withOpen(trace) { $0.finish(outcome) }
    names.withLock { _ = $0.open.remove(trace) }
    return number
  }

  func remove(_ trace: TraceID) async {
    names.withLock { names in
      names.known.remove(trace)
      names.open.remove(trace)
    }
    store.withRecord(of: trace) { $0 = nil }
  }
}
