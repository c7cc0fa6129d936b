/// How a trace ended and when; shared by the log and the batches read from it.
final class TraceEnding: Sendable {
  let payload: StreamEvent.Payload
  /// Counted from the opening of the trace.
  let time: Duration

  init(_ payload: StreamEvent.Payload, at time: Duration) {
    self.payload = payload
    self.time = time
  }
}
