/// An event that an encoder refuses; nothing of it was written.
///
/// A ``StatusMonitor`` takes it for a refusal of this event alone, whichever sink throws it;
/// ``Code/ended`` and ``Code/otherTrace(expected:)`` end a delivery.
public struct StatusEncodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Why an event is refused.
  public enum Code: Sendable, Hashable {
    /// The format has no way to say it.
    case unrepresentable
    /// The terminal event was encoded before; nothing may follow it.
    case ended
    /// The output belongs to another trace and has no field to tell them apart.
    case otherTrace(expected: TraceID)
    /// The encoded event has more bytes than allowed.
    case tooLarge(size: Int, limit: Int)
    /// A number or the time of the event is none that a buffer may give; says which.
    case outOfRange(String)
    /// The artifacts or the metadata of an answer are deeper than ``JSON/maximumDepth``, which is
    /// more than those who read JSON take.
    case tooDeep(depth: Int, limit: Int)
  }

  /// Why the event is refused.
  public let code: Code
  /// The trace of the event.
  public let trace: TraceID
  /// The number of the event.
  public let sequence: SequenceNumber

  /// Refuses an event.
  public init(_ code: Code, _ event: borrowing StreamEvent) {
    self.code = code
    self.trace = event.trace
    self.sequence = event.sequence
  }

  /// Names the event and says why it is refused.
  public var description: String {
    let event = "event \(sequence) of trace '\(trace)'"
    switch code {
    case .unrepresentable: return "\(event) can't be represented in this format"
    case .ended: return "\(event) comes after the terminal event"
    case .otherTrace(let expected): return "\(event) does not belong to trace '\(expected)'"
    case .tooLarge(let size, let limit): return "\(event) takes \(size) bytes; \(limit) are allowed"
    case .outOfRange(let fault): return "\(event) has \(fault)"
    case .tooDeep(let depth, let limit):
      return "\(event) has JSON of \(depth) levels; \(limit) are allowed"
    }
  }
}

extension StreamEvent {
  /// Refuses an answer that is too deep to be read.
  func checkDepth() throws(StatusEncodingError) {
    guard case .complete(let answer) = payload else { return }
    let depth = max(answer.artifacts.depth, answer.metadata.depth)
    if depth > JSON.maximumDepth {
      throw StatusEncodingError(.tooDeep(depth: depth, limit: JSON.maximumDepth), self)
    }
  }
}
