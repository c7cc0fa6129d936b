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
      return EventBatch(events, of: trace)
    }
    if !isAttached {
      isAttached = true
      isComplete = try await isAtEnd()
    }
    return nil
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

  var needsTask: Bool { watch?.isIdle ?? false }

  func startTask(in group: inout DiscardingTaskGroup) {
    watch?.begin(after: place, in: &group)
  }

  func awaitMore() async { await parker.park() }
}
