import StateLocking
import StatusConformance
import StatusStreaming

// What a buffer's own tests do not show: it takes a thousand updates, a full ring or a silence.

/// Bug: rows are ordered by keys of text, in which a number has three digits or more.
final class PaddedKeyBuffer: StoringBuffer {
  private struct Row {
    let key: String
    let event: StreamEvent
  }

  let store = TraceStore()
  private let tables = Lock<[TraceID: [Row]]>([:])

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    let number = try store.withOpen(trace) { $0.append(update) }
    insert(.update(update), number, into: trace)
    return number
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    let number = try store.withOpen(trace) { $0.finish(outcome) }
    insert(outcome.payload, number, into: trace)
    return number
  }

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    guard cursor.rawValue <= record.newest else {
      throw BufferError(.cursorAhead, trace: trace, context: "newest \(record.newest)")
    }
    return tables.withLock { tables in
      let rows = tables[trace] ?? []
      return rows.dropFirst(Self.index(after: Self.key(cursor), in: rows)).prefix(limit)
        .map(\.event)
    }
  }

  func remove(_ trace: TraceID) async {
    store.withRecord(of: trace) { $0 = nil }
    tables.withLock { $0[trace] = nil }
  }

  private func insert(
    _ payload: StreamEvent.Payload, _ number: SequenceNumber, into trace: TraceID
  ) {
    let row = Row(
      key: Self.key(number),
      event: StreamEvent(trace: trace, sequence: number, payload: payload))
    tables.withLock { tables in
      tables[trace, default: []]
        .insert(row, at: Self.index(after: row.key, in: tables[trace] ?? []))
    }
  }

  private static func key(_ number: SequenceNumber) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  private static func index(after key: String, in rows: [Row]) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].key <= key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Bug: updates are committed in groups, by the first one that finds 25 ms passed, or the end: what a
/// burst ends with is not seen before something comes after it.
final class GroupCommittingBuffer: StoringBuffer {
  private struct Group {
    var pending: [StatusUpdate] = []
    var committed: RunClock.Instant?
  }

  let store = TraceStore()
  private let groups = Lock<[TraceID: Group]>([:])
  private let clock: RunClock

  init(clock: RunClock) {
    self.clock = clock
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    let newest = try store.withOpen(trace) { $0.newest }
    let (number, isDue) = groups.withLock { groups in
      var group = groups[trace] ?? Group()
      group.pending.append(update)
      let isDue = group.committed.map { $0.duration(to: clock.now) >= .milliseconds(25) } ?? true
      groups[trace] = group
      return (newest + group.pending.count, isDue || group.pending.count == 16)
    }
    if isDue { try commit(trace) }
    return SequenceNumber(rawValue: number)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try commit(trace)
    return try store.withOpen(trace) { $0.finish(outcome) }
  }

  func remove(_ trace: TraceID) async {
    store.withRecord(of: trace) { $0 = nil }
    groups.withLock { $0[trace] = nil }
  }

  private func commit(_ trace: TraceID) throws {
    let pending = groups.withLock { groups in
      let pending = groups[trace]?.pending ?? []
      groups[trace] = Group(committed: clock.now)
      return pending
    }
    try store.withOpen(trace) { record in
      for update in pending { _ = record.append(update) }
    }
  }
}

/// Bug: the latest page of a trace is kept for all who poll it, for as long as there are as many
/// events; in a full ring that number stays the same.
final class PageCachingBuffer: StoringBuffer {
  private struct Page {
    let cursor: SequenceNumber
    let limit: Int
    let count: Int
    let events: [StreamEvent]
  }

  let store: TraceStore
  private let pages = Lock<[TraceID: Page]>([:])

  init(store: TraceStore) {
    self.store = store
  }

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    let count = record.newest - record.dropped
    return try pages.withLock { pages in
      if let page = pages[trace], page.cursor == cursor, page.limit == limit, page.count == count {
        return page.events
      }
      let events = try record.events(of: trace, after: cursor, limit: limit)
      pages[trace] = Page(cursor: cursor, limit: limit, count: count, events: events)
      return events
    }
  }

  func remove(_ trace: TraceID) async {
    store.withRecord(of: trace) { $0 = nil }
    pages.withLock { $0[trace] = nil }
  }
}
