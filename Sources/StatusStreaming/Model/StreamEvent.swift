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
  /// Whether it has one, which is found out for less than the epoch itself.
  var hasEpoch: Bool { packedEpoch != .none }
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

extension StreamEvent {
  /// What an event says.
  public enum Payload: Sendable, Hashable {
    /// The agent published an update.
    case update(StatusUpdate)
    /// This many updates were dropped before the reader came to them.
    case gap(lost: Int)
    /// The run ended with an answer: the last event of its trace.
    case complete(FinalAnswer)
    /// The run ended without one: the last event of its trace.
    case failed(message: String)
    /// The run was stopped, which is neither an answer nor a fault: the last event of its trace.
    case cancelled(reason: String)

    /// Whether nothing can follow in the same trace.
    public var isTerminal: Bool {
      switch self {
      case .complete, .failed, .cancelled: true
      case .update, .gap: false
      }
    }

    /// Whether it tells of updates that were lost.
    var isGap: Bool {
      if case .gap = self { true } else { false }
    }
  }
}

extension StreamEvent.Payload: Codable {
  private enum Kind: String, CaseIterable {
    case gap
    case complete
    case failed
    case cancelled
  }

  private enum Tag: String, CodingKey { case type }

  private enum GapKeys: String, CodingKey, CaseIterable { case type, lost }
  private enum CompleteKeys: String, CodingKey, CaseIterable { case type, result }
  private enum FailedKeys: String, CodingKey, CaseIterable { case type, message }
  private enum CancelledKeys: String, CodingKey, CaseIterable { case type, reason }

  /// Decodes what a message of a WebSocket holds: an update, or an object with a `type`.
  ///
  /// - Throws: `DecodingError`, also for members that are not known unless the decoder has
  ///   ``UnknownMembers`` to count them.
  public init(from decoder: any Decoder) throws {
    let tag = try decoder.container(keyedBy: Tag.self)
    guard tag.contains(.type) else {
      self = .update(try StatusUpdate(from: decoder))
      return
    }
    switch try tag.decodeName(Kind.self, for: .type) {
    case .gap:
      try decoder.checkMembers(areOf: GapKeys.self)
      let fields = try decoder.container(keyedBy: GapKeys.self)
      let lost = try fields.decode(Int.self, forKey: .lost)
      guard lost > 0 else {
        throw DecodingError.dataCorruptedError(
          forKey: .lost, in: fields, debugDescription: "lost is \(lost), expected at least 1")
      }
      self = .gap(lost: lost)
    case .complete:
      try decoder.checkMembers(areOf: CompleteKeys.self)
      let fields = try decoder.container(keyedBy: CompleteKeys.self)
      self = .complete(try fields.decode(FinalAnswer.self, forKey: .result))
    case .failed:
      try decoder.checkMembers(areOf: FailedKeys.self)
      let fields = try decoder.container(keyedBy: FailedKeys.self)
      self = .failed(message: try fields.decode(String.self, forKey: .message))
    case .cancelled:
      try decoder.checkMembers(areOf: CancelledKeys.self)
      let fields = try decoder.container(keyedBy: CancelledKeys.self)
      self = .cancelled(reason: try fields.decode(String.self, forKey: .reason))
    }
  }

  /// Encodes the same; where the bytes matter, use ``appendTaggedJSON(to:profile:)``.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .update(let update): try update.encode(to: encoder)
    case .gap(let lost):
      var fields = encoder.container(keyedBy: GapKeys.self)
      try fields.encode(Kind.gap.rawValue, forKey: .type)
      try fields.encode(lost, forKey: .lost)
    case .complete(let answer):
      var fields = encoder.container(keyedBy: CompleteKeys.self)
      try fields.encode(Kind.complete.rawValue, forKey: .type)
      try fields.encode(answer, forKey: .result)
    case .failed(let message):
      var fields = encoder.container(keyedBy: FailedKeys.self)
      try fields.encode(Kind.failed.rawValue, forKey: .type)
      try fields.encode(message, forKey: .message)
    case .cancelled(let reason):
      var fields = encoder.container(keyedBy: CancelledKeys.self)
      try fields.encode(Kind.cancelled.rawValue, forKey: .type)
      try fields.encode(reason, forKey: .reason)
    }
  }
}
