import StateLocking
import StatusConformance
import StatusStreaming

/// Correct: a trace is a chain of links, the newest first, and a number the length of the chain from
/// its link on. Who reads walks back from the newest.
actor ChainBuffer: StatusBuffering {
  private final class Link: Sendable {
    let payload: StreamEvent.Payload
    let time: Duration
    let length: Int
    let previous: Link?

    init(_ payload: StreamEvent.Payload, time: Duration, previous: Link?) {
      self.payload = payload
      self.time = time
      self.previous = previous
      length = (previous?.length ?? 0) + 1
    }
  }

  private struct Chain {
    let opened: RunClock.Instant
    var newest: Link?
  }

  nonisolated let epoch: Epoch? = "c4"
  private var chains: [TraceID: Chain] = [:]
  private let clock: RunClock

  init(clock: RunClock) {
    self.clock = clock
  }

  func open(_ trace: TraceID) throws {
    guard chains[trace] == nil else {
      throw BufferError(.traceExists, trace: trace, context: "it is held")
    }
    chains[trace] = Chain(opened: clock.now)
  }

  func append(_ update: StatusUpdate, to trace: TraceID) throws -> SequenceNumber {
    try link(.update(update), to: trace)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) throws -> SequenceNumber {
    try link(outcome.payload, to: trace)
  }

  func events(of trace: TraceID, after cursor: Cursor, limit: Int) throws -> [StreamEvent] {
    let number = try cursor.number(in: epoch, of: trace).rawValue
    let newest = try chain(of: trace).newest
    guard number <= newest?.length ?? 0 else {
      throw BufferError(.cursorAhead, trace: trace, context: "cursor \(cursor)")
    }
    var backwards: [StreamEvent] = []
    var next = newest
    while let link = next, link.length > number {
      backwards.append(
        StreamEvent(
          trace: trace, sequence: SequenceNumber(rawValue: link.length), epoch: epoch,
          time: link.time, payload: link.payload))
      next = link.previous
    }
    return Array(backwards.reversed().prefix(limit))
  }

  func remove(_ trace: TraceID) {
    chains[trace] = nil
  }

  private func chain(of trace: TraceID) throws -> Chain {
    guard let chain = chains[trace] else {
      throw BufferError(.unknownTrace, trace: trace, context: "it is not held")
    }
    return chain
  }

  private func link(_ payload: StreamEvent.Payload, to trace: TraceID) throws -> SequenceNumber {
    let chain = try chain(of: trace)
    guard chain.newest?.payload.isTerminal != true else {
      throw BufferError(.traceFinished, trace: trace, context: "it has ended")
    }
    let link = Link(
      payload, time: chain.opened.duration(to: clock.now), previous: chain.newest)
    chains[trace]?.newest = link
    return SequenceNumber(rawValue: link.length)
  }
}

/// Correct: one journal of everything, removals and refusals among it, and nothing beside it: each
/// question is answered by going through it from its beginning.
final class JournalBuffer: StatusBuffering {
  private enum Entry: Sendable {
    case opening(TraceID)
    case event(StreamEvent)
    case removal(TraceID)
    case refusal(BufferError.Code)
  }

  private struct Trace {
    let id: TraceID
    var events: [StreamEvent] = []
    var bytes = 0
    var hasEnded: Bool { events.last?.payload.isTerminal ?? false }
  }

  private let entries = Lock<[Entry]>([])
  private let limits: StatusBuffer.Limits

  init(limits: StatusBuffer.Limits) {
    self.limits = limits
  }

  var counters: StatusBuffer.Counters {
    entries.withLock { entries in
      let traces = Self.traces(of: entries)
      var refused = StatusBuffer.Counters.Refused()
      for case .refusal(let code) in entries {
        if code == .tooManyTraces { refused.traces += 1 } else { refused.updates += 1 }
      }
      return StatusBuffer.Counters(
        traces: traces.count, openTraces: traces.count { !$0.hasEnded },
        bytes: limits.bytes.map { _ in traces.reduce(0) { $0 + $1.bytes } }, refused: refused)
    }
  }

  func open(_ trace: TraceID) async throws {
    try entries.withLock { entries in
      let traces = Self.traces(of: entries)
      guard !traces.contains(where: { $0.id == trace }) else {
        throw BufferError(.traceExists, trace: trace, context: "it is held")
      }
      if let limit = limits.traces, traces.count >= limit {
        guard let first = traces.first(where: \.hasEnded) else {
          entries.append(.refusal(.tooManyTraces))
          throw BufferError(.tooManyTraces, trace: trace, context: "\(limit) are open")
        }
        entries.append(.removal(first.id))
      }
      entries.append(.opening(trace))
    }
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try entries.withLock { entries in
      let traces = Self.traces(of: entries)
      let number = try Self.nextNumber(of: trace, in: traces)
      var excess = traces.reduce(update.storedByteCount) { $0 + $1.bytes } - (limits.bytes ?? .max)
      var removals: [Entry] = []
      for ended in traces where ended.hasEnded && excess > 0 {
        removals.append(.removal(ended.id))
        excess -= ended.bytes
      }
      guard excess <= 0 else {
        entries.append(.refusal(.tooManyBytes))
        throw BufferError(.tooManyBytes, trace: trace, context: "\(excess) too many")
      }
      let event = StreamEvent(trace: trace, sequence: number, payload: .update(update))
      entries += removals + [.event(event)]
      return number
    }
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try entries.withLock { entries in
      let number = try Self.nextNumber(of: trace, in: Self.traces(of: entries))
      entries.append(
        .event(StreamEvent(trace: trace, sequence: number, payload: outcome.payload)))
      return number
    }
  }

  func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let number = try cursor.number(in: epoch, of: trace)
    let traces = entries.withLock { Self.traces(of: $0) }
    guard let held = traces.first(where: { $0.id == trace }) else {
      throw BufferError(.unknownTrace, trace: trace, context: "it is not held")
    }
    guard number.rawValue <= held.events.count else {
      throw BufferError(.cursorAhead, trace: trace, context: "cursor \(cursor)")
    }
    return Array(held.events.filter { $0.sequence > number }.prefix(limit))
  }

  func remove(_ trace: TraceID) async {
    entries.withLock { $0.append(.removal(trace)) }
  }

  /// The traces that are held, those that have ended first before those that have ended later.
  private static func traces(of entries: [Entry]) -> [Trace] {
    var traces: [Trace] = []
    for entry in entries {
      switch entry {
      case .opening(let id): traces.append(Trace(id: id))
      case .removal(let id): traces.removeAll { $0.id == id }
      case .refusal: break
      case .event(let event):
        guard let index = traces.firstIndex(where: { $0.id == event.trace }) else { break }
        traces[index].events.append(event)
        traces[index].bytes += event.payload.size
        if event.payload.isTerminal { traces.append(traces.remove(at: index)) }
      }
    }
    return traces
  }

  private static func nextNumber(of id: TraceID, in traces: [Trace]) throws -> SequenceNumber {
    guard let trace = traces.first(where: { $0.id == id }) else {
      throw BufferError(.unknownTrace, trace: id, context: "it is not held")
    }
    guard !trace.hasEnded else {
      throw BufferError(.traceFinished, trace: id, context: "it has ended")
    }
    return SequenceNumber(rawValue: trace.events.count + 1)
  }
}
