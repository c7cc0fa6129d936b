import StateLocking
import StatusConformance
import StatusStreaming

/// Correct: the package's buffer under names that are used once, with errors of its own.
final class RenamingBuffer: StatusBuffering {
  /// Why something is refused.
  private enum Refusal: Error {
    case taken, absent, over, ahead, ofAnotherHistory
  }

  private struct State {
    var names: [TraceID: TraceID] = [:]
    var count = 0
  }

  private let buffer: StatusBuffer
  private let state = Lock(State())

  init(clock: RunClock) {
    buffer = StatusBuffer(
      configuration: .init(retention: .seconds(86_400), abandonAfter: nil), clock: clock)
  }

  func open(_ trace: TraceID) async throws {
    try state.withLock { state in
      if state.names[trace] != nil { throw Refusal.taken }
      state.count += 1
      let name = try TraceID("run-\(state.count)")
      try buffer.open(name)
      state.names[trace] = name
    }
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try translating(trace) { try buffer.append(update, to: $0) }
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try translating(trace) { try buffer.finish($0, with: outcome) }
  }

  func events(of trace: TraceID, after cursor: Cursor, limit: Int) async throws -> [StreamEvent] {
    try translating(trace) { try buffer.events(of: $0, after: cursor, limit: limit) }
      .map { event in
        var event = event
        event.trace = trace
        return event
      }
  }

  func remove(_ trace: TraceID) async {
    state.withLock { $0.names[trace] = nil }
  }

  private func translating<Value>(
    _ trace: TraceID, _ body: (TraceID) throws -> Value
  ) throws -> Value {
    guard let name = state.withLock({ $0.names[trace] }) else { throw Refusal.absent }
    do {
      return try body(name)
    } catch let error as BufferError {
      switch error.code {
      case .traceFinished: throw Refusal.over
      case .cursorAhead: throw Refusal.ahead
      case .otherEpoch: throw Refusal.ofAnotherHistory
      default: throw Refusal.absent
      }
    }
  }
}
