import StateLocking
import StatusStreaming

/// The traces of a simple buffer, behind one lock.
final class TraceStore: Sendable {
  private let records = Lock<[TraceID: TraceRecord]>([:])
  private let capacity: Int

  init(capacity: Int = .max) {
    self.capacity = capacity
  }

  /// Changes or reads what is held under an id, whatever its state.
  func withRecord<Result: Sendable>(
    of trace: TraceID, _ body: (inout TraceRecord?) throws -> Result
  ) rethrows -> Result {
    try records.withLock { try body(&$0[trace]) }
  }

  /// Changes or reads a trace that is held.
  func withHeld<Result: Sendable>(
    _ trace: TraceID, _ body: (inout TraceRecord) throws -> Result
  ) throws -> Result {
    try records.withLock { records in
      guard var record = records[trace] else {
        throw BufferError(.unknownTrace, trace: trace, context: "it is not held")
      }
      defer { records[trace] = record }
      return try body(&record)
    }
  }

  /// Changes a trace that has not ended.
  func withOpen<Result: Sendable>(
    _ trace: TraceID, _ body: (inout TraceRecord) throws -> Result
  ) throws -> Result {
    try withHeld(trace) { record in
      guard record.outcome == nil else {
        throw BufferError(.traceFinished, trace: trace, context: "it has ended")
      }
      return try body(&record)
    }
  }

  func open(_ trace: TraceID) throws {
    try records.withLock { records in
      guard records[trace] == nil else {
        throw BufferError(.traceExists, trace: trace, context: "it is held")
      }
      records[trace] = TraceRecord(capacity: capacity)
    }
  }
}
