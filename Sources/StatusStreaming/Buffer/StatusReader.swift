/// A buffer's reading end, bound to one trace, for a reader that comes again and again.
///
/// It remembers no cursor: that is the reader's own, moved by what the reader has dealt with.
public struct StatusReader: Sendable {
  /// The trace that is read.
  public var trace: TraceID { log.trace }

  private let buffer: StatusBuffer
  private let log: TraceLog

  init(buffer: StatusBuffer, log: TraceLog) {
    self.buffer = buffer
    self.log = log
  }

  /// The events after a cursor, at most `limit` of them; none if there is nothing new.
  ///
  /// If updates after the cursor have been dropped, the first event is one gap in their place. A
  /// trace that the buffer no longer holds is read to its end.
  ///
  /// - Throws: ``BufferError/Code/otherEpoch``, ``BufferError/Code/cursorAhead`` or, if the trace was removed before its end and its
  ///   tail has been read, ``BufferError/Code/removed``.
  public func events(
    after cursor: Cursor, limit: Int = .max
  ) throws(BufferError) -> EventBatch {
    let number = try cursor.number(in: buffer.epoch, of: log.trace)
    return try buffer.read(log, after: number, limit: limit)
  }
}
