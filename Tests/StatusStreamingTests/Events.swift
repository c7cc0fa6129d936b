import StatusStreaming

extension StreamEvent {
  /// An event of trace "run-1" unless said otherwise.
  static func event(
    _ sequence: SequenceNumber, _ payload: Payload, of trace: TraceID = "run-1",
    at time: Duration = .zero
  ) -> StreamEvent {
    StreamEvent(trace: trace, sequence: sequence, time: time, payload: payload)
  }

  static func update(
    _ sequence: SequenceNumber, _ message: String?, of trace: TraceID = "run-1"
  ) -> StreamEvent {
    event(sequence, .update(.thinking(message)), of: trace)
  }

  static func complete(
    _ sequence: SequenceNumber, of trace: TraceID = "run-1"
  ) -> StreamEvent {
    event(sequence, .complete(FinalAnswer(text: "Done")), of: trace)
  }
}
