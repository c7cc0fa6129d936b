public import StatusStreaming

/// An event as far as a format shows it; what it does not show is `nil`.
public struct ObservedEvent: Sendable, Hashable {
  /// The event's trace.
  public var trace: TraceID?
  /// The event's number.
  public var sequence: SequenceNumber?
  /// The epoch that the number counts in, which formats with numbers show if there is one.
  public var epoch: Epoch?
  /// The time since the trace was opened, cut to milliseconds.
  public var milliseconds: Int?
  /// What happened.
  public var content: Content

  /// Makes an event from what was seen of it.
  public init(
    trace: TraceID? = nil, sequence: SequenceNumber? = nil, epoch: Epoch? = nil,
    milliseconds: Int? = nil, content: Content
  ) {
    self.trace = trace
    self.sequence = sequence
    self.epoch = epoch
    self.milliseconds = milliseconds
    self.content = content
  }

  /// Everything there is to see of an event.
  package init(_ event: StreamEvent) {
    self.init(
      trace: event.trace, sequence: event.sequence, epoch: event.epoch,
      milliseconds: Int(clamping: event.time.attoseconds / 1_000_000_000_000_000),
      content: Content(event.payload))
  }

  /// What is left of the event on a format that shows no more than `projection`, `nil` if nothing.
  public func projected(onto projection: Projection) -> ObservedEvent? {
    var event = self
    if !projection.contains(.traces) { event.trace = nil }
    if !projection.contains(.numbers) {
      event.sequence = nil
      event.epoch = nil
    }
    if !projection.contains(.times) { event.milliseconds = nil }
    switch content {
    case .update(var update):
      if !projection.contains(.roadmaps) { update.roadmap = update.roadmap?.counted }
      if !projection.contains(.emptyMessages) { update.message = update.message ?? "" }
      event.content = .update(update)
    case .gap:
      if !projection.contains(.gaps) { return nil }
    case .complete:
      if !projection.contains(.ends) { return nil }
      if !projection.contains(.answers) { event.content = .complete(nil) }
      // The footer of a terminal without labels stands for the completion, and has no time.
      if projection.isDisjoint(with: [.answers, .traces]) { event.milliseconds = nil }
    case .failed, .cancelled:
      if !projection.contains(.ends) { return nil }
    }
    return event
  }
}
