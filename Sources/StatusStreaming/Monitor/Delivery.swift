/// What became of a viewer's connection.
public struct Delivery<Place: Sendable>: Sendable {
  /// Where to resume: what follows it has not been delivered, all before it has.
  ///
  /// A ``Cursor`` for one trace, ``TraceCursors`` for all.
  public var cursor: Place
  /// Why the delivery ended.
  public var ending: DeliveryEnding
  /// How many updates the viewer is missing without its being told, in a format that can't show a
  /// gap such as ``EventStreamEncoder/Profile/reference``: dropped by the buffer before the viewer
  /// came to them, or refused by the encoder.
  public var untoldLosses = 0

  /// Checks that the viewer has what there was for it, and that the output goes on where a server may
  /// end it properly.
  ///
  /// Of a client that takes nothing, and after a writer that has thrown, the output can't be finished:
  /// the server drops the connection, which in most frameworks means that its handler throws. So it
  /// does where the buffer has failed, or no longer has the trace: of that a client that is to tell a
  /// run which was cut from one that ended is best told by a connection that breaks.
  ///
  /// <!-- example in ServerExample, then expectEnd(of: delivery) -->
  /// ```swift
  /// let (delivery, _) = await StatusMonitor(buffer: buffer).deliver(
  ///   "run-1", to: EventStreamSink(profile: .resumable, writer: writer), sendTimeout: .seconds(30))
  /// try delivery.requireIntactOutput()
  /// // End the response.
  /// ```
  ///
  /// - Throws: what the sink or the buffer threw, ``StalledSink``, or `CancellationError` where the
  ///   delivery was cancelled.
  public func requireIntactOutput() throws {
    switch ending {
    case .finished, .draining: return
    case .cancelled: throw CancellationError()
    case .sinkStalled: throw StalledSink()
    case .sinkFailed(let error), .bufferFailed(let error): throw error
    }
  }
}

/// The end of a delivery whose client took nothing for as long as it may.
public struct StalledSink: Error, Sendable, Hashable, CustomStringConvertible {
  /// What a person reads.
  public var description: String { "the client took nothing for as long as it may" }

  init() {}
}
