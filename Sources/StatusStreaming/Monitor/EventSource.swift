/// What a delivery takes its events from: one trace of a buffer, or all of them.
protocol EventSource<Place>: Sendable {
  /// How a place in the source is written down.
  associatedtype Place: Sendable

  /// Where to resume.
  var place: Place { get }

  /// Whether everything there will ever be has been delivered.
  var isComplete: Bool { get }

  /// Whether nothing more will be read although the source is not complete, since the buffer drains.
  var isDrained: Bool { get }

  /// Whether the buffer drains, so that a viewer need not wait.
  var isDraining: Bool { get }

  /// Whether the buffer drains and its deadline has come, after which nothing is sent.
  var isOverdue: Bool { get }

  /// Whether a batch says how its trace stands, at the beginning of a delivery and after losses.
  var needsSnapshots: Bool { get set }

  /// Takes note of how the delivery has ended.
  mutating func leave(_ ending: DeliveryEnding)

  /// How long until there is to be read again even if nothing was appended; `nil` for ever.
  var timeLeft: Duration? { get }

  /// The next events in order; `nil` if there is nothing new.
  mutating func read(limit: Int) async throws -> EventBatch?

  /// Moves the cursor past events that the sink has accepted.
  mutating func noteDelivery(of events: DeliveredEvents)

  /// Where the delivery's task waits; to wake it there ends ``awaitMore()``.
  var parker: Parker { get }

  /// Whether ``awaitMore()`` ends when something is appended.
  var isWoken: Bool { get }

  /// What wakes the parker at a time, for all viewers that the source knows of.
  func timers<C: Clock>(on clock: C) -> TimerQueue<C> where C.Duration == Duration

  /// Whether a task waits for more that is dear to begin again, so that a delivery stays in its own.
  var waitsInTask: Bool { get }

  /// Whether ``startTask(in:)`` comes before ``awaitMore()``.
  var needsTask: Bool { get }

  /// Starts a task that ends a wait.
  mutating func startTask(in group: inout DiscardingTaskGroup)

  /// Waits until there may be more to read.
  mutating func awaitMore() async
}

extension EventSource {
  func timers<C: Clock>(on clock: C) -> TimerQueue<C> where C.Duration == Duration {
    TimerQueue(clock)
  }

  var waitsInTask: Bool { false }
  var needsTask: Bool { false }
  func startTask(in _: inout DiscardingTaskGroup) {}
}

extension StatusMonitor {
  /// A source of one trace's events, by what is known of the buffer.
  ///
  /// Its size is that of a pointer: a waiting task would keep a kilobyte more for the source itself.
  indirect enum BoundSource: Sendable {
    /// Of the package's own buffer, which shares what it holds and wakes its readers without a task.
    case own(TraceSource)
    case other(BufferingSource<Buffer, C>)
  }

  /// - Parameter openTimeout: how long to wait for the opening; `nil` as long as the buffer says.
  func source(
    of trace: TraceID, after cursor: Cursor, openTimeout: Duration? = nil
  ) -> BoundSource {
    if let buffer = buffer as? StatusBuffer {
      return .own(
        TraceSource(
          buffer: buffer, trace: trace, after: cursor, isConnection: true,
          openTimeout: openTimeout))
    }
    return .other(
      BufferingSource(
        buffer: buffer, trace: trace, after: cursor, clock: clock, wait: wakeup.wait,
        openTimeout: openTimeout))
  }

  @inline(never)
  func makeDelivery<Sink: StatusSink>(
    from source: BoundSource, to sink: Sink, within limits: DeliveryLimits? = nil
  ) -> any BoundDelivery<Sink, Cursor> {
    switch source {
    case .own(let source): makeDelivery(from: source, to: sink, within: limits)
    case .other(let source): makeDelivery(from: source, to: sink, within: limits)
    }
  }
}

/// A source of which it can be told whether its trace is there.
protocol SourceOfOneTrace: EventSource where Place == Cursor {
  /// Whether the trace has been found.
  var isAttached: Bool { get }
}

extension TraceSource: SourceOfOneTrace {}
extension BufferingSource: SourceOfOneTrace {}
