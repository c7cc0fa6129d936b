/// One entry of a trace's stream as a viewer gets it.
public struct StreamEvent: Sendable, Hashable {
  /// The run that the event belongs to.
  public var trace: TraceID
  /// The event's number within its trace, which is also the cursor of a reader that has it.
  ///
  /// A gap has the last number that it replaces.
  public var sequence: SequenceNumber
  /// When the event was appended, counted from the opening of its trace.
  ///
  /// A gap has the time of the event after it. Zero in a buffer that does not stamp its events.
  public var time: Duration
  /// What happened.
  public var payload: Payload

  /// Makes an event from its fields.
  public init(
    trace: TraceID, sequence: SequenceNumber, time: Duration = .zero, payload: Payload
  ) {
    self.trace = trace
    self.sequence = sequence
    self.time = time
    self.payload = payload
  }
}
