import StateLocking
import StatusStreaming

/// A buffer with caps that counts, correct but for one flaw at most.
final class CappedBuffer: StatusBuffering {
  /// What is wrong with it.
  enum Flaw: Sendable {
    /// An append that is refused has taken its number.
    case numbersBeforeTheCheck
    /// A trace that is refused is held all the same.
    case holdsWhatIsRefused
    /// An update that is refused is kept all the same.
    case keepsWhatIsRefused
    /// The end of a trace is refused for want of room.
    case refusesTheEnd
    /// The check comes before the addition, without it.
    case checksTooLate
    /// Two traces fewer than said.
    case isStingy
    /// The traces that have ended don't count, and stay.
    case countsOpenTracesAlone
    /// Every refusal says that the trace is unknown.
    case knowsOneError
    /// A removal is not counted.
    case forgetsRemovals
    /// That of a trace that has ended is not.
    case forgetsRemovalsOfEnded
    /// The bytes of a trace are not given back.
    case keepsBytes
    /// The bytes of an update are counted before it is refused.
    case countsRefusedBytes
    /// A trace that has ended counts as open.
    case countsEndedAsOpen
    /// A text has as many bytes as characters.
    case countsCharacters
    /// Any error counts as a refusal.
    case countsMisuse
    /// Nothing counts as a refusal.
    case countsNoRefusals
  }

  private struct State {
    var records: [TraceID: TraceRecord] = [:]
    var bytes = 0
    /// Removals that are not counted.
    var forgotten = 0
    var refused = StatusBuffer.Counters.Refused()
  }

  private let state = Lock(State())
  private let limits: StatusBuffer.Limits
  private let capacity: Int
  private let flaw: Flaw?

  init(limits: StatusBuffer.Limits = .none, capacity: Int = .max, _ flaw: Flaw? = nil) {
    self.limits = limits
    self.capacity = capacity
    self.flaw = flaw
  }

  var counters: StatusBuffer.Counters {
    state.withLock { state in
      let isOpen = { [flaw] (record: TraceRecord) in
        record.outcome == nil || flaw == .countsEndedAsOpen
      }
      return StatusBuffer.Counters(
        traces: state.records.count, openTraces: state.records.values.count(where: isOpen),
        bytes: limits.bytes.map { _ in state.bytes },
        refused: flaw == .countsNoRefusals ? .init() : state.refused)
    }
  }

  func open(_ trace: TraceID) async throws {
    try state.withLock { state in
      if state.records[trace] != nil {
        if flaw == .countsMisuse { state.refused.traces += 1 }
        throw BufferError(.traceExists, trace: trace, context: "it is held")
      }
      let limit = flaw == .isStingy ? limits.traces.map { $0 - 2 } : limits.traces
      let counted = state.records.values.count {
        flaw != .countsOpenTracesAlone || $0.outcome == nil
      }
      let held = counted + state.forgotten
      if let limit, held + (flaw == .checksTooLate ? -1 : 0) >= limit {
        if flaw == .holdsWhatIsRefused { state.records[trace] = TraceRecord() }
        state.refused.traces += 1
        throw refusal(.tooManyTraces, trace)
      }
      state.records[trace] = TraceRecord()
    }
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try state.withLock { state in
      var record = try held(trace, in: state)
      defer { state.records[trace] = record }
      let size = size(of: update)
      let isFull = record.updates.count >= capacity
      if isFull || state.bytes + (flaw == .checksTooLate ? 0 : size) > limits.bytes ?? .max {
        switch flaw {
        case .numbersBeforeTheCheck: record.dropped += 1
        case .keepsWhatIsRefused: _ = record.append(update)
        case .countsRefusedBytes: state.bytes += size
        default: break
        }
        state.refused.updates += 1
        throw refusal(isFull ? .full : .tooManyBytes, trace)
      }
      state.bytes += size
      return record.append(update)
    }
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try state.withLock { state in
      var record = try held(trace, in: state)
      if flaw == .refusesTheEnd, state.bytes + 200 > limits.bytes ?? .max {
        throw refusal(.tooManyBytes, trace)
      }
      defer { state.records[trace] = record }
      return record.finish(outcome)
    }
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    return try state.withLock { state in
      guard let record = state.records[trace] else {
        throw BufferError(.unknownTrace, trace: trace, context: "it is not held")
      }
      return try record.eventsWithoutGap(of: trace, after: cursor, limit: limit)
    }
  }

  func remove(_ trace: TraceID) async {
    state.withLock { state in
      guard let record = state.records.removeValue(forKey: trace) else { return }
      switch flaw {
      case .forgetsRemovals: state.forgotten += 1
      case .forgetsRemovalsOfEnded where record.outcome != nil: state.forgotten += 1
      default: break
      }
      if flaw == .keepsBytes { return }
      state.bytes -= record.updates.reduce(0) { $0 + size(of: $1) }
    }
  }

  private func size(of update: StatusUpdate) -> Int {
    let message = update.message ?? ""
    return 64 + (flaw == .countsCharacters ? message.count : message.utf8.count)
  }

  private func held(_ trace: TraceID, in state: State) throws -> TraceRecord {
    guard let record = state.records[trace], record.outcome == nil else {
      throw BufferError(.traceFinished, trace: trace, context: "it has ended or is not held")
    }
    return record
  }

  private func refusal(_ code: BufferError.Code, _ trace: TraceID) -> BufferError {
    BufferError(
      flaw == .knowsOneError ? .unknownTrace : code, trace: trace, context: "there is no room")
  }
}
