/// What an agent's nodes publish their updates with: a buffer's writing end, bound to one trace.
public struct StatusPublisher: Sendable {
  /// The trace that updates go to.
  public var trace: TraceID { log.trace }

  private let buffer: StatusBuffer
  private let log: TraceLog

  init(buffer: StatusBuffer, log: TraceLog) {
    self.buffer = buffer
    self.log = log
  }

  /// Adds an update to the trace.
  ///
  /// - Returns: the update's number.
  /// - Throws: ``BufferError/Code/traceFinished``, ``BufferError/Code/removed`` or, if the buffer's
  ///   policy is to refuse on overflow, ``BufferError/Code/full``.
  @discardableResult
  public func publish(_ update: StatusUpdate) throws(BufferError) -> SequenceNumber {
    try buffer.append(update, to: log)
  }

  /// Adds updates to the trace together, waking a waiting reader once.
  ///
  /// - Returns: the last update's number; the newest number there was if there are none to add.
  /// - Throws: as ``publish(_:)``; of a batch that is refused, nothing is added.
  @discardableResult
  public func publish(
    contentsOf updates: some Collection<StatusUpdate>
  ) throws(BufferError) -> SequenceNumber {
    try buffer.append(contentsOf: updates, to: log)
  }
}
