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
