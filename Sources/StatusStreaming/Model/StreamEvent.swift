/// One entry of a trace's stream as a viewer gets it.
public struct StreamEvent: Sendable, Hashable {
  /// The run that the event belongs to.
  public var trace: TraceID
  /// The event's number within its trace, the number of the cursor of a reader that has it.
  ///
  /// A gap has the last number that it replaces.
  public var sequence: SequenceNumber
  /// The epoch of the buffer that gave the number, if it has one.
  public var epoch: Epoch? {
    get { packedEpoch.epoch }
    set { packedEpoch = PackedEpoch(newValue) }
  }
  /// When the event was appended, counted from the opening of its trace.
  ///
  /// A gap has the time of the event after it. Zero in a buffer that does not stamp its events.
  public var time: Duration
  /// What happened.
  public var payload: Payload
  private var packedEpoch: PackedEpoch

  /// Makes an event from its fields.
  public init(
    trace: TraceID, sequence: SequenceNumber, epoch: Epoch? = nil, time: Duration = .zero,
    payload: Payload
  ) {
    self.init(
      trace: trace, sequence: sequence, packedEpoch: PackedEpoch(epoch), time: time,
      payload: payload)
  }

  @inline(__always)
  init(
    trace: TraceID, sequence: SequenceNumber, packedEpoch: PackedEpoch, time: Duration,
    payload: Payload
  ) {
    self.trace = trace
    self.sequence = sequence
    self.packedEpoch = packedEpoch
    self.time = time
    self.payload = payload
  }

  /// Where a reader that has the event goes on: what is written for clients as its number.
  public var cursor: Cursor { Cursor(sequence, in: epoch) }
}
