/// The refusal of an operation on a buffer.
///
/// Codes of the first group say that the caller broke the buffer's protocol, those of the second
/// that what the caller asked for is not, or no longer, there, or that there is no room for it.
public struct BufferError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was refused.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    // Misuse by the caller.

    /// The trace to open is retained already.
    case traceExists
    /// The trace has ended: nothing can be appended and its outcome stands.
    case traceFinished
    /// The cursor is beyond the newest event of the trace.
    case cursorAhead
    /// The cursor counts the events of another history than the buffer's.
    case otherEpoch
    /// The buffer takes no new traces.
    case closed
    /// The buffer takes no new viewers, since it sends those that it has away.
    case draining

    // What was asked for is not there, or there is no room for it.

    /// No such trace is retained, and none was opened within the time allowed.
    case unknownTrace
    /// The trace was removed before its end was read.
    case removed
    /// The trace holds as many updates as its capacity allows, and the policy is to refuse more.
    case full
    /// The buffer holds as many traces as ``StatusBuffer/Limits/traces`` allows, all of them open.
    case tooManyTraces
    /// The buffer has as many viewers as ``StatusBuffer/Limits/viewers`` allows.
    case tooManyViewers
    /// The events in the buffer would come to more than ``StatusBuffer/Limits/bytes`` allows, even
    /// without those of finished traces.
    case tooManyBytes
  }

  /// What was refused.
  public let code: Code
  /// The trace that the operation named; `nil` if it was about all of them.
  public let trace: TraceID?
  /// What the caller gave and what was expected, a part of the description.
  public let context: String

  /// Makes an error; buffers other than ``StatusBuffer`` use it as well.
  public init(_ code: Code, trace: TraceID?, context: String) {
    self.code = code
    self.trace = trace
    self.context = context
  }

  /// The code, the trace and the context.
  public var description: String {
    let subject = trace.map { "trace '\($0)'" } ?? "all traces"
    return "\(code.rawValue): \(subject): \(context)"
  }
}

extension BufferError {
  static func traceExists(_ trace: TraceID) -> BufferError {
    BufferError(.traceExists, trace: trace, context: "it is retained, expected an unused id")
  }

  static func traceFinished(_ trace: TraceID) -> BufferError {
    BufferError(.traceFinished, trace: trace, context: "it has ended, expected an open trace")
  }

  static func cursorAhead(
    _ trace: TraceID, cursor: SequenceNumber, newest: SequenceNumber
  ) -> BufferError {
    let context = "cursor \(cursor), expected 0 to \(newest)"
    return BufferError(.cursorAhead, trace: trace, context: context)
  }

  static func otherEpoch(_ trace: TraceID, cursor: Cursor, epoch: Epoch?) -> BufferError {
    let expected = epoch.map { "one of the epoch '\($0)'" } ?? "one without an epoch"
    let context = "cursor \(cursor), expected \(expected) or 0"
    return BufferError(.otherEpoch, trace: trace, context: context)
  }

  static func closed(_ trace: TraceID) -> BufferError {
    BufferError(.closed, trace: trace, context: "the buffer was closed to new traces")
  }

  static func draining(_ trace: TraceID?) -> BufferError {
    BufferError(.draining, trace: trace, context: "the buffer is draining and takes no viewers")
  }

  static func tooManyTraces(_ trace: TraceID, limit: Int) -> BufferError {
    let context = "opening it would exceed the limit on traces, \(limit), all of which are open"
    return BufferError(.tooManyTraces, trace: trace, context: context)
  }

  static func tooManyViewers(_ trace: TraceID?, limit: Int) -> BufferError {
    let context = "one more viewer would exceed the limit on viewers, \(limit)"
    return BufferError(.tooManyViewers, trace: trace, context: context)
  }

  static func unknownTrace(_ trace: TraceID) -> BufferError {
    BufferError(.unknownTrace, trace: trace, context: "it was never opened or is gone")
  }

  static func removed(_ trace: TraceID) -> BufferError {
    BufferError(.removed, trace: trace, context: "it was removed before its end")
  }

  static func full(_ trace: TraceID, capacity: Int) -> BufferError {
    BufferError(.full, trace: trace, context: "it holds \(capacity) updates, its capacity")
  }
}
