/// Why a delivery ended.
public enum DeliveryEnding: Sendable {
  /// The terminal event was delivered, to this connection or, on a resume, to an earlier one.
  case finished
  /// The delivery's task was cancelled; what the sink has received is a prefix.
  ///
  /// So it is too if the sink then throws, whatever error: it may be the answer to the cancellation.
  case cancelled
  /// The buffer was told to drain: what there was has been delivered, unless the deadline came first,
  /// and the sink was closed, also if nothing had been written to it.
  ///
  /// The trace has not ended; the viewer resumes elsewhere or later. On a WebSocket Close says "going
  /// away" (1001); an event stream just ends, so that an `EventSource` reconnects.
  case draining
  /// A send, a heartbeat or closing took longer than by-value delivery was told to wait, and was
  /// cancelled; nothing was written afterwards.
  ///
  /// What the sink was sent last counts as delivered if the send returned in the end.
  case sinkStalled
  /// The sink threw while nobody had cancelled the delivery, be it a `CancellationError`; nothing
  /// was written to it afterwards.
  case sinkFailed(any Error)
  /// The buffer has no such trace, has it no longer, or not as far as the cursor, which it says with a
  /// ``BufferError``; or it has failed in a way of its own.
  case bufferFailed(any Error)
}

extension DeliveryEnding {
  /// Whether the viewer has gone of its own accord, as far as can be told from here.
  var isHangUp: Bool {
    switch self {
    case .cancelled: true
    // What an encoder says, nobody has hung up for.
    case .sinkFailed(let error):
      !(error is StatusEncodingError || error is WebSocketEncodingError
        || error is ServerSentEventError)
    case .finished, .draining, .sinkStalled, .bufferFailed: false
    }
  }

  /// Whether something may still be written to the sink.
  var leavesOutputIntact: Bool {
    switch self {
    case .finished, .cancelled, .draining, .bufferFailed: true
    case .sinkStalled, .sinkFailed: false
    }
  }
}
