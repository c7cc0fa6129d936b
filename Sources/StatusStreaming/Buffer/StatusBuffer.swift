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
  let refusals: RefusalCounters
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
    self.refusals = RefusalCounters(noting: SharedAccess(to: "refusals", on: clock))
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
    if clock.isRecorded {
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

extension StatusBuffer {
  /// How long ago a trace was opened, by the buffer's clock.
  ///
  /// Taken from the time on the wall it says when that was, for wires that want to know.
  ///
  /// - Throws: ``BufferError/Code/unknownTrace``.
  public func age(of trace: TraceID) throws(BufferError) -> Duration {
    try log(of: trace).stopwatch.elapsed
  }

  /// What wakes the buffer's viewers that measure time with a clock.
  func timers<C: Clock>(on clock: C) -> TimerQueue<C> where C.Duration == Duration {
    timerQueues.withLock { queues in
      for case let queue as TimerQueue<C> in queues.elements where queue.clock.shows(clock) {
        return queue
      }
      let queue = TimerQueue(clock)
      queues.insert(queue)
      return queue
    }
  }
}

extension StatusBuffer {
  /// Runs an agent with a publisher and records how it ends, exactly once.
  ///
  /// The trace is opened before the body and finished after it. A body that returns is complete,
  /// with the answer that it returns, even if its task was cancelled meanwhile. One that throws is
  /// `cancelled` if its task is, whatever it throws: what it calls may answer a cancellation with
  /// an error of its own. Else it has `failed`, also with a `CancellationError`, which is then some
  /// inner task's. The message of a ``StatusFailure`` is what viewers are told; for any other error
  /// they read "agent cancelled" or "agent failed", since they may not be meant to read that. If
  /// the trace has ended meanwhile, since it was silent for
  /// ``Configuration/abandonAfter`` say, that outcome stands.
  ///
  /// - Returns: what the body returns.
  /// - Throws: what ``open(_:)`` throws, in which case the body does not run, or what the body
  ///   throws, after the trace is finished.
  @discardableResult
  public func withTrace(
    _ trace: TraceID, _ body: (StatusPublisher) async throws -> FinalAnswer
  ) async throws -> FinalAnswer {
    let log = try openLog(trace)
    do {
      let answer = try await body(StatusPublisher(buffer: self, log: log))
      conclude(log, with: .complete(answer))
      return answer
    } catch {
      conclude(log, with: Self.outcome(of: error, isCancelled: Task.isCancelled))
      throw error
    }
  }

  /// The publisher of an open or finished trace.
  ///
  /// - Throws: ``BufferError/Code/unknownTrace``.
  public func publisher(for trace: TraceID) throws(BufferError) -> StatusPublisher {
    StatusPublisher(buffer: self, log: try log(of: trace))
  }

  /// Ends a run's trace, unless it has ended.
  func conclude(_ log: TraceLog, with outcome: TraceOutcome) {
    // The one possible error says that the trace has ended or was removed: then there is nothing
    // left to conclude, and the body's own result matters more to the caller.
    _ = try? finish(log, with: outcome)
  }

  /// What viewers are told of an agent's error.
  static func outcome(of error: any Error, isCancelled: Bool) -> TraceOutcome {
    let message = (error as? StatusFailure)?.message
    return isCancelled
      ? .cancelled(reason: message ?? "agent cancelled")
      : .failed(message: message ?? "agent failed")
  }
}
