/// Turns a viewer's events into bytes, without input or output of its own.
///
/// A value with the state of one connection. A call appends to a buffer that its caller reuses; one
/// that throws has appended nothing and left the encoder as it was. An event after the terminal one
/// is refused, and so is an event of a second trace on a wire that has no field for it.
public protocol StatusEncoder: Sendable {
  /// Appends an event, which may take no bytes at all.
  ///
  /// - Throws: ``StatusEncodingError``.
  mutating func encode(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError)

  /// Appends an event to a connection of a trace with several viewers.
  ///
  /// By default the same as ``encode(_:into:)``; a ``SharingEncoder`` takes the bytes that another
  /// viewer's encoder has made.
  mutating func encode(
    _ event: borrowing StreamEvent, sharing encodings: SharedEncodings, into bytes: inout [UInt8]
  ) throws(StatusEncodingError)

  /// Appends what announces the output before there is an event, unless it has been announced or
  /// written to; nothing by default.
  ///
  /// Whoever wants the viewer to see at once that the connection stands calls it first; an encoder
  /// that was not asked appends its opening, if it has one, before whatever comes first. Either way it
  /// is there once, and it is each connection's own.
  mutating func encodeOpening(into bytes: inout [UInt8])

  /// Whether ``encode(_:into:)-(TraceSnapshot,_)`` is to be called, for which a snapshot has to be
  /// made; `false` by default.
  var needsSnapshots: Bool { get }

  /// Appends how a trace stands: where its events are going to begin, and before a gap how it stands
  /// after that.
  ///
  /// For a wire that shows a state which events change. An encoder that was told nothing begins with
  /// what the events say; what was before them, and what a gap has changed, it does not know. By
  /// default nothing is appended.
  ///
  /// - Throws: ``StatusEncodingError`` for a trace whose events would be refused.
  mutating func encode(
    _ snapshot: TraceSnapshot, into bytes: inout [UInt8]
  ) throws(StatusEncodingError)

  /// Appends what keeps an idle connection open; nothing on a wire that has no such thing.
  ///
  /// After the terminal event of the only trace, or ``encodeClose(into:)``, nothing is appended: the
  /// output has ended, and a timer that fires late must not write into it.
  mutating func encodeHeartbeat(into bytes: inout [UInt8])

  /// Appends what ends the output properly if no terminal event has done so.
  mutating func encodeClose(into bytes: inout [UInt8])
}

extension StatusEncoder {
  /// Appends an event by itself.
  public mutating func encode(
    _ event: borrowing StreamEvent, sharing _: SharedEncodings, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    try encode(event, into: &bytes)
  }

  /// Appends nothing.
  public mutating func encodeOpening(into bytes: inout [UInt8]) {}

  /// No.
  public var needsSnapshots: Bool { false }

  /// Appends nothing.
  public mutating func encode(
    _ snapshot: TraceSnapshot, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {}
}

/// What every encoder has to remember of its connection to keep the rules common to all.
struct ConnectionState: Sendable {
  private enum Phase: Sendable {
    case fresh
    case open(TraceID)
    case ended
  }

  private var phase = Phase.fresh

  var isFresh: Bool { if case .fresh = phase { true } else { false } }
  var isEnded: Bool { if case .ended = phase { true } else { false } }

  /// Refuses an event that may not be on the connection.
  @inline(__always)
  func check(_ event: borrowing StreamEvent) throws(StatusEncodingError) {
    // To make an error takes a function more room on the stack than to see that there is none.
    if case .open(let trace) = phase, event.trace == trace, event.hasUsualNumbers { return }
    try checkClosely(event)
  }

  @inline(never)
  private func checkClosely(_ event: borrowing StreamEvent) throws(StatusEncodingError) {
    try event.checkNumbers()
    switch phase {
    case .fresh: break
    case .open(let trace):
      if event.trace != trace { throw StatusEncodingError(.otherTrace(expected: trace), event) }
    case .ended: throw StatusEncodingError(.ended, event)
    }
  }

  /// Takes note that the connection belongs to a trace, of which nothing was encoded yet.
  ///
  /// - Throws: ``StatusEncodingError`` if it belongs to another one, or has ended.
  mutating func begin(with snapshot: TraceSnapshot) throws(StatusEncodingError) {
    let next = StreamEvent(
      trace: snapshot.trace, sequence: snapshot.cursor.number, payload: .gap(lost: 1))
    try check(next)
    if isFresh { phase = .open(snapshot.trace) }
  }

  /// Takes note of an event that was encoded.
  mutating func note(_ event: borrowing StreamEvent) {
    if event.payload.isTerminal {
      phase = .ended
    } else if isFresh {
      phase = .open(event.trace)
    }
  }

  /// Takes note that the output was closed.
  mutating func end() {
    phase = .ended
  }
}

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
