/// The events of one trace of any buffer, of which no more is known than its protocol says.
struct BufferingSource<Buffer: StatusBuffering, C: Clock>: EventSource
where C.Duration == Duration {
  /// Waits for events after a cursor, as a buffer does that wakes its readers.
  typealias Wait = StatusMonitor<Buffer, C>.Wakeup.Wait

  let parker: Parker
  private(set) var place: Cursor
  private(set) var isComplete = false
  private(set) var isDrained = false

  private let buffer: Buffer
  private let trace: TraceID
  private let clock: C
  /// Until when to wait for the opening; `nil` for ever.
  private let openDeadline: C.Instant?
  private let watch: BufferWatch?
  var needsSnapshots = false
  /// Whether the viewer was told how the trace stood when it came.
  private var hasBegun = false
  /// Whether the buffer has answered a read, so that the trace is known to be there.
  private(set) var isAttached = false

  /// - Parameters:
  ///   - wait: how to wait for more; `nil` if the buffer is polled.
  ///   - openTimeout: how long to wait for the opening; `nil` as long as the buffer says.
  init(
    buffer: Buffer, trace: TraceID, after cursor: Cursor, clock: C, wait: Wait?,
    openTimeout: Duration? = nil
  ) {
    self.buffer = buffer
    self.trace = trace
    self.place = cursor
    self.clock = clock
    self.openDeadline = (openTimeout ?? buffer.openTimeout).finite.map {
      clock.now.advanced(by: $0)
    }
    let parker = Parker()
    self.parker = parker
    watch = wait.map { wait in
      BufferWatch(parker: parker) { try await wait(buffer, trace, $0) }
    }
  }

  var timeLeft: Duration? {
    isAttached ? nil : openDeadline.map { clock.now.duration(to: $0) }
  }

  mutating func read(limit: Int) async throws -> EventBatch? {
    if let failure = watch?.takeFailure() { throw failure }
    let events: [StreamEvent]
    do {
      events = try await buffer.events(of: trace, after: place, limit: limit)
    } catch let error as BufferError where error.code == .draining && isAttached {
      isDrained = true
      return nil
    } catch let error as BufferError where error.code == .unknownTrace {
      // Who has seen an event of a trace that is not there has seen one that is gone.
      let isAwaited = openDeadline.map { clock.now < $0 } ?? true
      guard place.number == .zero, !isAttached, isAwaited else { throw error }
      return nil
    }
    if !events.isEmpty {
      isAttached = true
      return try await batch(of: events)
    }
    if !isAttached {
      isAttached = true
      isComplete = try await isAtEnd()
    }
    if needsSnapshots, !hasBegun, !isComplete { return try await batch(of: []) }
    return nil
  }

  /// A batch of events that follow the viewer's place, with how the trace stands where it has to be
  /// known.
  private mutating func batch(of events: [StreamEvent]) async throws -> EventBatch {
    var batch = EventBatch(events, of: trace)
    guard needsSnapshots else { return batch }
    if let first = events.first, first.payload.isGap {
      batch.snapshot = try await snapshot(afterGap: first)
    } else if !hasBegun {
      batch.snapshot = try await snapshot(at: place)
    }
    hasBegun = true
    return batch
  }

  private func snapshot(afterGap gap: StreamEvent) async throws -> TraceSnapshot {
    if let snapshot = try await knownSnapshot(at: gap.cursor) { return snapshot }
    // What came before the gap tells nothing of what stands after it.
    return .unknown(trace, at: gap.cursor)
  }

  private func knownSnapshot(at cursor: Cursor) async throws -> TraceSnapshot? {
    try await (buffer as? any StatusSnapshotting)?.snapshot(of: trace, at: cursor)
  }

  /// How the trace stands at a cursor, read from its beginning if the buffer can't tell.
  private func snapshot(at cursor: Cursor) async throws -> TraceSnapshot {
    if let snapshot = try await knownSnapshot(at: cursor) { return snapshot }
    var snapshot = TraceSnapshot(of: trace)
    while snapshot.cursor.number < cursor.number {
      let missing = cursor.number.rawValue - snapshot.cursor.number.rawValue
      let events = try await buffer.events(
        of: trace, after: snapshot.cursor, limit: min(missing, 1_024))
      // Of a gap that goes past the cursor it is not known what belongs before that.
      for event in events where event.sequence <= cursor.number { snapshot.apply(event) }
      guard let last = events.last, last.sequence <= cursor.number else { break }
    }
    return snapshot.cursor.number == cursor.number ? snapshot : .unknown(trace, at: cursor)
  }

  /// Whether the event that the viewer has already is the terminal one: a buffer says only that
  /// nothing follows it yet.
  private func isAtEnd() async throws -> Bool {
    guard let previous = place.previous else { return false }
    let events = try await buffer.events(of: trace, after: previous, limit: 1)
    return events.first?.payload.isTerminal ?? false
  }

  mutating func noteDelivery(of events: DeliveredEvents) {
    place = events.cursor
    isComplete = events.isTerminal
  }

  // A buffer of which no more is known tells that it drains when it is read.
  var isDraining: Bool { isDrained }
  var isOverdue: Bool { false }

  mutating func leave(_: DeliveryEnding) {}

  var isWoken: Bool { watch != nil }

  var waitsInTask: Bool { watch != nil }

  var needsTask: Bool { watch?.isIdle ?? false }

  func startTask(in group: inout DiscardingTaskGroup) {
    watch?.begin(after: place, in: &group)
  }

  func awaitMore() async { await parker.park() }
}
