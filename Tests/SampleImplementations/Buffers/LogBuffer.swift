import StateLocking
import StatusConformance
import StatusStreaming

/// A buffer with all that a server wants, correct but for its habits.
///
/// It has a capacity, caps under which finished traces make room, an epoch and stamps, and it keeps what
/// has ended for five minutes.
final class LogBuffer: StatusBuffering {
  /// What is done in one of several ways, each the right one unless said otherwise.
  struct Habits: Sendable {
    /// Under which key a trace is kept.
    var key: @Sendable (TraceID) -> String = { $0.rawValue }
    /// What is kept of what an event says.
    var keeps: @Sendable (StreamEvent.Payload) -> StreamEvent.Payload = { $0 }
    /// How much room a removed event makes.
    var givesBack: @Sendable (StreamEvent.Payload) -> Int = { $0.size }
    /// How many events a read gives at most, whatever it is asked for.
    var pageSize = Int.max
    /// Whether a dropped update makes room.
    var dropsGiveBack = true
    /// Which number a cursor stands for.
    var reads: @Sendable (SequenceNumber) -> SequenceNumber = { $0 }
    /// Whether a gap has the epoch.
    var gapsHaveEpoch = true
    /// Whether the end of a trace counts for how long it is kept.
    var endsRenew = true
    /// Whether a name that is taken is noticed before there is room made for it.
    var looksFirst = true
    /// Whether a trace that has ended is replaced by one of its name.
    var replacesEnded = false
    /// Whether room is made after an end that has gone beyond the cap.
    var makesRoomAfterEnds = false
  }

  private struct State {
    var logs: [String: TraceLog] = [:]
    var endings = 0
    var refused = StatusBuffer.Counters.Refused()

    var bytes: Int { logs.values.reduce(0) { $0 + $1.bytes } }
    /// Bytes that removed traces have not given back.
    var leaked = 0
    var firstEnded: TraceLog? {
      logs.values.filter { $0.ended != nil }.min { $0.ended ?? 0 < $1.ended ?? 0 }
    }
  }

  let epoch: Epoch?
  private let state = Lock(State())
  private let clock: RunClock
  private let capacity: Int
  private let limits: StatusBuffer.Limits
  private let habits: Habits

  init(
    clock: RunClock, capacity: Int = .max, limits: StatusBuffer.Limits = .none,
    epoch: Epoch? = nil, habits: Habits = Habits()
  ) {
    self.clock = clock
    self.capacity = capacity
    self.limits = limits
    self.epoch = epoch
    self.habits = habits
  }

  var counters: StatusBuffer.Counters {
    state.withLock { state in
      StatusBuffer.Counters(
        traces: state.logs.count, openTraces: state.logs.values.count { $0.ended == nil },
        bytes: limits.bytes.map { _ in state.bytes + state.leaked }, refused: state.refused)
    }
  }

  func open(_ trace: TraceID) async throws {
    let key = habits.key(trace)
    try state.withLock { state in
      sweep(&state)
      if habits.replacesEnded, state.logs[key]?.ended != nil { drop(key, from: &state) }
      if !habits.looksFirst { try makeRoom(forTrace: trace, in: &state) }
      guard state.logs[key] == nil else {
        throw BufferError(.traceExists, trace: trace, context: "it is held")
      }
      if habits.looksFirst { try makeRoom(forTrace: trace, in: &state) }
      state.logs[key] = TraceLog(key: key, opened: clock.now)
    }
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try state.withLock { state in
      let log = try openLog(of: trace, in: state)
      let drops = log.events.count >= capacity && habits.dropsGiveBack
      let leaving = drops ? log.events.first : nil
      try makeRoom(
        forBytes: update.storedByteCount - (leaving?.payload.size ?? 0), trace, in: &state)
      return add(.update(update), to: trace, in: &state)
    }
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try state.withLock { state in
      _ = try openLog(of: trace, in: state)
      let number = add(outcome.payload, to: trace, in: &state)
      state.endings += 1
      state.logs[habits.key(trace)]?.ended = state.endings
      sweep(&state)
      while habits.makesRoomAfterEnds, let limit = limits.bytes, state.bytes > limit,
        let first = state.firstEnded
      { drop(first.key, from: &state) }
      return number
    }
  }

  func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let place = habits.reads(try cursor.number(in: epoch, of: trace)).rawValue
    return try state.withLock { state in
      let log = try log(of: trace, in: state)
      guard place <= log.newest else {
        throw BufferError(.cursorAhead, trace: trace, context: "newest \(log.newest)")
      }
      var events = Array(log.events.dropFirst(max(0, place - log.dropped)))
      if place < log.dropped {
        let gap = StreamEvent(
          trace: trace, sequence: SequenceNumber(rawValue: log.dropped),
          epoch: habits.gapsHaveEpoch ? epoch : nil, time: events.first?.time ?? .zero,
          payload: .gap(lost: log.dropped - place))
        events.insert(gap, at: 0)
      }
      return Array(events.prefix(min(limit, habits.pageSize)))
    }
  }

  func remove(_ trace: TraceID) async {
    state.withLock { drop(habits.key(trace), from: &$0) }
  }

  private func log(of trace: TraceID, in state: State) throws -> TraceLog {
    guard let log = state.logs[habits.key(trace)] else {
      throw BufferError(.unknownTrace, trace: trace, context: "it is not held")
    }
    return log
  }

  private func openLog(of trace: TraceID, in state: State) throws -> TraceLog {
    let log = try log(of: trace, in: state)
    guard log.ended == nil else {
      throw BufferError(.traceFinished, trace: trace, context: "it has ended")
    }
    return log
  }

  private func add(
    _ payload: StreamEvent.Payload, to trace: TraceID, in state: inout State
  ) -> SequenceNumber {
    let key = habits.key(trace)
    guard var log = state.logs[key] else { return .zero }
    let number = SequenceNumber(rawValue: log.newest + 1)
    if !payload.isTerminal, log.events.count >= capacity {
      let size = log.events.removeFirst().payload.size
      if habits.dropsGiveBack { log.bytes -= size } else { log.withheld += size }
      log.dropped += 1
    }
    log.events.append(
      StreamEvent(
        trace: trace, sequence: number, epoch: epoch, time: log.opened.duration(to: clock.now),
        payload: habits.keeps(payload)))
    log.bytes += payload.size
    if habits.endsRenew || !payload.isTerminal { log.touched = clock.now }
    state.logs[key] = log
    return number
  }

  // MARK: Room

  private func drop(_ key: String, from state: inout State) {
    guard let log = state.logs.removeValue(forKey: key) else { return }
    state.leaked +=
      log.bytes - log.events.reduce(log.withheld) { $0 + habits.givesBack($1.payload) }
  }

  private func sweep(_ state: inout State) {
    let now = clock.now
    let old = state.logs.values.filter {
      $0.ended != nil && $0.touched.duration(to: now) > .seconds(300)
    }
    for log in old { drop(log.key, from: &state) }
  }

  private func makeRoom(forTrace trace: TraceID, in state: inout State) throws {
    guard let limit = limits.traces, state.logs.count >= limit else { return }
    guard let first = state.firstEnded else {
      state.refused.traces += 1
      throw BufferError(.tooManyTraces, trace: trace, context: "\(limit) are open")
    }
    drop(first.key, from: &state)
  }

  private func makeRoom(
    forBytes count: Int, _ trace: TraceID, in state: inout State
  ) throws {
    guard let limit = limits.bytes else { return }
    let finished = state.logs.values.reduce(0) { $0 + ($1.ended == nil ? 0 : $1.bytes) }
    guard state.bytes + state.leaked + count - finished <= limit else {
      state.refused.updates += 1
      throw BufferError(.tooManyBytes, trace: trace, context: "the limit is \(limit)")
    }
    while state.bytes + state.leaked + count > limit, let first = state.firstEnded {
      drop(first.key, from: &state)
    }
  }
}

/// A trace as a ``LogBuffer`` keeps it.
struct TraceLog: Sendable {
  let key: String
  let opened: RunClock.Instant
  /// When something came last.
  var touched: RunClock.Instant
  var dropped = 0
  var events: [StreamEvent] = []
  var bytes = 0
  /// The bytes of dropped updates that count until the trace goes.
  var withheld = 0
  /// Its place among all that have ended.
  var ended: Int?

  init(key: String, opened: RunClock.Instant) {
    self.key = key
    self.opened = opened
    touched = opened
  }

  /// The number of the last event.
  var newest: Int { dropped + events.count }
}

extension StreamEvent.Payload {
  /// The bytes that it counts as: those of an update, or 64 and those of its JSON.
  var size: Int {
    if case .update(let update) = self { return update.storedByteCount }
    var json: [UInt8] = []
    appendTaggedJSON(to: &json)
    return 64 + json.count
  }
}
