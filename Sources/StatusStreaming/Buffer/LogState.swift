/// What a trace holds and how it answers, without locks, clocks or waiting.
struct LogState: Sendable {
  /// An update and when it was appended.
  private struct Entry: Sendable {
    let update: StatusUpdate
    let time: Duration
  }

  /// What a reader gets in one go.
  struct Reading: Sendable {
    /// The events after the cursor, oldest first.
    var events: [StreamEvent] = []
    /// Whether the cursor after these events is the terminal event's: nothing can follow.
    var isComplete = false
  }

  let trace: TraceID
  let capacity: Int
  let overflow: StatusBuffer.Configuration.OverflowPolicy

  private var updates = SegmentedLog<Entry>()
  private var ending: (payload: StreamEvent.Payload, time: Duration)?
  /// When something last happened, counted from the opening.
  private(set) var lastActivity = Duration.zero
  /// Whether the trace was removed: what is left can be read, nothing can be added.
  var isRemoved = false

  init(trace: TraceID, configuration: StatusBuffer.Configuration) {
    self.trace = trace
    self.capacity = configuration.capacity
    self.overflow = configuration.overflow
  }

  var isFinished: Bool { ending != nil }

  var newest: SequenceNumber {
    SequenceNumber(rawValue: updates.endIndex + (isFinished ? 1 : 0))
  }

  mutating func append(
    _ added: some Collection<StatusUpdate>, at time: Duration
  ) throws(BufferError) -> SequenceNumber {
    try requireOpen()
    if overflow == .refuse, updates.count + added.count > capacity {
      throw .full(trace, capacity: capacity)
    }
    for update in added {
      if updates.count == capacity { updates.dropFirst() }
      updates.append(Entry(update: update, time: time))
    }
    lastActivity = time
    return newest
  }

  mutating func finish(
    with outcome: TraceOutcome, at time: Duration
  ) throws(BufferError) -> SequenceNumber {
    try requireOpen()
    ending = (outcome.payload, time)
    lastActivity = time
    return newest
  }

  /// Fails an open trace that has been silent for too long.
  mutating func abandon(at time: Duration) {
    ending = (.failed(message: "abandoned"), time)
    lastActivity = time
  }

  private func requireOpen() throws(BufferError) {
    if isFinished { throw .traceFinished(trace) }
    if isRemoved { throw .removed(trace) }
  }

  /// The events after a cursor, made from what is new to its reader alone.
  func read(after cursor: SequenceNumber, limit: Int) throws(BufferError) -> Reading {
    guard cursor >= .zero, cursor <= newest else {
      throw .cursorAhead(trace, cursor: cursor, newest: newest)
    }
    var reading = Reading()
    var position = cursor.rawValue
    reading.events.reserveCapacity(min(limit, newest.rawValue - position))
    if position < updates.startIndex, limit > 0 {
      reading.events.append(gap(replacing: position..<updates.startIndex))
      position = updates.startIndex
    }
    while reading.events.count < limit, position < updates.endIndex {
      let entry = updates[position]
      position += 1
      reading.events.append(event(position, at: entry.time, .update(entry.update)))
    }
    if reading.events.count < limit, position == updates.endIndex, let ending {
      position += 1
      reading.events.append(event(position, at: ending.time, ending.payload))
    }
    reading.isComplete = isFinished && position == newest.rawValue
    if reading.events.isEmpty, isRemoved, !isFinished { throw .removed(trace) }
    return reading
  }

  private func gap(replacing lost: Range<Int>) -> StreamEvent {
    event(lost.upperBound, at: updates[updates.startIndex].time, .gap(lost: lost.count))
  }

  private func event(
    _ number: Int, at time: Duration, _ payload: StreamEvent.Payload
  ) -> StreamEvent {
    StreamEvent(
      trace: trace, sequence: SequenceNumber(rawValue: number), time: time, payload: payload)
  }
}
