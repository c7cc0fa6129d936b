/// Carries a buffer's events to one viewer's sink, each once and in order, until the trace has ended.
///
/// One viewer, one call of a `deliver` method: cancel its task to stop. The cursor moves by what the
/// sink has accepted, never by what has arrived in the meantime, and the end is the delivery of the
/// terminal event, never the end of the agent's own task; so neither a slow sink nor an agent that
/// returns early loses anything.
///
/// <!-- example in ServerExample, then expectEnd(of: delivery) -->
/// ```swift
/// let monitor = StatusMonitor(buffer: buffer)
/// var sink = TerminalSink(writer: writer)
/// let delivery = await monitor.deliver("run-1", to: &sink)
/// ```
///
/// Any ``StatusBuffering`` will do, one in a database say; one that is ``StatusWaking`` as well need not
/// be polled.
public struct StatusMonitor<Buffer: StatusBuffering, C: Clock>: Sendable
where C.Duration == Duration {
  /// Where the events come from.
  public let buffer: Buffer
  /// When to look for more; the events and their order are the same either way.
  public let wakeup: Wakeup
  /// How long nothing may be written before the sink is asked for a heartbeat; `nil` for ever.
  public let heartbeatInterval: Duration?
  /// What intervals are measured with.
  public let clock: C

  /// Makes a monitor, which any number of deliveries can share.
  ///
  /// - Parameters:
  ///   - buffer: where the events come from.
  ///   - wakeup: when to look for more.
  ///   - heartbeatInterval: how long nothing may be written before a heartbeat. Less than a
  ///     millisecond counts as one, a century and more as for ever.
  ///   - clock: what intervals are measured with, usually the buffer's clock.
  public init(
    buffer: Buffer, wakeup: Wakeup = .polling(every: .milliseconds(50)),
    heartbeatInterval: Duration? = nil, clock: C
  ) {
    self.buffer = buffer
    self.wakeup = wakeup
    self.heartbeatInterval = heartbeatInterval
    self.clock = clock
  }
}

extension StatusMonitor where C == ContinuousClock {
  /// Makes a monitor on the system's monotonic clock.
  public init(
    buffer: Buffer, wakeup: Wakeup = .polling(every: .milliseconds(50)),
    heartbeatInterval: Duration? = nil
  ) {
    self.init(
      buffer: buffer, wakeup: wakeup, heartbeatInterval: heartbeatInterval,
      clock: ContinuousClock())
  }
}

extension StatusMonitor {
  /// When a monitor that has delivered everything looks again.
  public struct Wakeup: Sendable {
    typealias Wait = @Sendable (Buffer, TraceID, Cursor) async throws -> Void

    /// The time from one look to the next; `nil` if the buffer wakes the monitor.
    public let interval: Duration?
    /// Waits for events after a cursor; `nil` if the buffer is polled.
    let wait: Wait?

    /// After an interval.
    ///
    /// After a second without news of a ``StatusBuffer``, looks at which nothing could be found are
    /// left out. An interval below a microsecond counts as a millisecond; at one of a century and
    /// more, the monitor looks once, and again only when a heartbeat or the end of a silent trace is
    /// due.
    public static func polling(every interval: Duration) -> Wakeup {
      Wakeup(interval: interval, wait: nil)
    }
  }
}

extension StatusMonitor.Wakeup where Buffer: StatusWaking {
  /// As soon as something is appended.
  public static var onAppend: Self {
    Self(interval: nil) { buffer, trace, cursor in
      try await buffer.awaitEvents(of: trace, after: cursor)
    }
  }
}
