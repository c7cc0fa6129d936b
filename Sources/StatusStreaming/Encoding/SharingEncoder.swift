/// An encoder of which most bytes of an event are the same on every connection, so that they are made
/// once for all viewers of a trace.
///
/// To encode an event is to append what the connection has before it, the shared bytes, and what it
/// has after it: ``StatusEncoder/encode(_:into:)`` has to append just these. What belongs to one
/// connection is not shared: a reconnection time, an opening line, a footer, a mask.
///
/// A ``StatusMonitor`` shares the bytes among the viewers of a ``StatusBuffer``, within the window that
/// ``StatusBuffer/Configuration/sharedEventCount`` and ``StatusBuffer/Configuration/sharedByteCount``
/// bound. A trace with one viewer is encoded as by any encoder.
public protocol SharingEncoder: StatusEncoder {
  /// What the shared bytes depend on besides the event; `nil` if this encoder shares nothing.
  var sharedFormat: SharedFormat? { get }

  /// Appends what is the same on every connection, whatever has been encoded on this one; never asked
  /// of a gap, which is each viewer's own.
  ///
  /// It is called while other viewers of the trace wait.
  ///
  /// - Throws: ``StatusEncodingError`` if no connection of the format takes the event.
  func encodeShared(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError)

  /// Appends what is this connection's own and takes note of the event.
  ///
  /// A call that throws has appended nothing and left the encoder as it was.
  ///
  /// - Parameters:
  ///   - event: the event.
  ///   - sharedSize: how many shared bytes it has.
  ///   - prefix: where to append what comes before them.
  ///   - suffix: where to append what comes after them.
  /// - Throws: ``StatusEncodingError``, as ``StatusEncoder/encode(_:into:)`` does.
  mutating func encodeOwn(
    _ event: borrowing StreamEvent, around sharedSize: Int, prefix: inout [UInt8],
    suffix: inout [UInt8]
  ) throws(StatusEncodingError)
}

extension SharingEncoder {
  /// Appends an event with the bytes that are shared.
  public mutating func encode(
    _ event: borrowing StreamEvent, sharing encodings: SharedEncodings, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    guard let sharedFormat, event.payload.isShareable else {
      return try encode(event, into: &bytes)
    }
    let shared = try encodings.bytes(of: event, as: sharedFormat) {
      (bytes) throws(StatusEncodingError) in
      try encodeShared(event, into: &bytes)
    }
    var suffix: [UInt8] = []
    try encodeOwn(event, around: shared.count, prefix: &bytes, suffix: &suffix)
    if bytes.isEmpty, shared.count >= sizeWorthSharing {
      // The storage itself goes to the writer, so that a large event is there once for all viewers.
      bytes = shared
    } else {
      bytes.append(contentsOf: shared)
    }
    bytes.append(contentsOf: suffix)
  }

  /// How many bytes cost less to be shared than to be copied into a buffer that is there anyway.
  private var sizeWorthSharing: Int { 2_048 }
}

extension StreamEvent.Payload {
  /// Whether every viewer gets the same: a gap begins where its viewer was.
  fileprivate var isShareable: Bool {
    if case .gap = self { false } else { true }
  }
}
