internal import StateLocking

/// A log of status updates by trace, which any number of viewers read by cursor.
///
/// Writers and readers share it without an actor hop: every operation takes a lock for a moment.
/// Reading removes nothing and costs what is new to the reader; a viewer leaves no state behind.
///
/// ```swift
/// let buffer = StatusBuffer()
/// try await buffer.withTrace("run-1") { publisher in
///   try publisher.publish(.thinking("Determining workflow path"))
///   return FinalAnswer(text: "Done")
/// }
/// ```
public final class StatusBuffer: Sendable {
  /// How much is kept and for how long.
  public let configuration: Configuration

  let packedEpoch: PackedEpoch
  let clock: BufferClock
  let changes: ChangeTracker
  let registry: Signal<TraceRegistry>
  let table = TraceTable()
  let viewers: ViewerTable
  let refusals: RefusalTally
  let timerQueues = Lock(WeakList<any AnyObject & Sendable>())
  /// Counts the bytes of the events held; `nil` if nobody asked for it.
  let budget: ByteBudget?

  /// Makes an empty buffer.
  ///
  /// - Parameters:
  ///   - configuration: how much to keep and for how long.
  ///   - clock: what stamps the updates and measures ages, a virtual clock in a test.
  @inlinable
  public convenience init<C: Clock>(
    configuration: Configuration = Configuration(), clock: C = ContinuousClock()
  ) where C.Duration == Duration {
    self.init(configuration: configuration, clock: BufferClock(clock))
  }

  @usableFromInline
  init(configuration: Configuration, clock: BufferClock) {
    self.configuration = configuration
    self.packedEpoch = PackedEpoch(configuration.epoch)
    self.clock = clock
    self.registry = Signal(
      TraceRegistry(configuration), noting: SharedAccess(to: "traces", on: clock))
    self.changes = ChangeTracker(noting: SharedAccess(to: "changes of traces", on: clock))
    self.viewers = ViewerTable(noting: SharedAccess(to: "viewers", on: clock))
    self.refusals = RefusalTally(noting: SharedAccess(to: "refusals", on: clock))
    self.budget = configuration.limits.bytes.map {
      ByteBudget(limit: $0, noting: SharedAccess(to: "bytes", on: clock))
    }
  }

  /// The number of traces held, open and finished.
  public var traceCount: Int { registry.read { $0.count } }

  func log(of trace: TraceID) throws(BufferError) -> TraceLog {
    guard let log = heldLog(of: trace) else { throw .unknownTrace(trace) }
    return log
  }

  /// The log of a trace; `nil` if it is not held.
  func heldLog(of trace: TraceID) -> TraceLog? {
    if clock.recorder != nil {
      SharedAccess(to: TraceLog.kind, trace.rawValue, on: clock)?.note(isWrite: false)
    }
    return table.log(of: trace)
  }
}

extension StatusBuffer: StatusWaking {
  /// The name of the buffer's history, as the configuration gives it.
  public var epoch: Epoch? { configuration.epoch }

  /// How long a viewer waits for a trace that is not open yet, as the configuration says.
  public var openTimeout: Duration { configuration.openTimeout }
}
