import Synchronization

/// One trace of a buffer: what it holds, who waits for more, and when it was opened.
///
/// Viewers that have found the log keep reading it after the buffer has let go of it.
final class TraceLog: Sendable {
  let trace: TraceID
  /// A number that no other log of the buffer has, also not one of the same trace id.
  let serial: Int
  /// The buffer clock's time at the opening, the origin of the trace's own time.
  let openedAt: Duration
  /// Shows the trace's own time.
  let stopwatch: Stopwatch
  let signal: Signal<LogState>
  /// The mark at which the log was last put on the list of changes.
  let listedAtMark = Atomic<Int>(-1)
  /// Where the log stands in the list of changes, whose lock guards it; -1 if it does not.
  let changeIndex = Atomic<Int>(-1)
  /// What cancels the run and who watches it; `nil` if it was not begun by a handle.
  let control: RunControl?
  /// How many viewers get encoded events of the log.
  let connectionCount = Atomic<Int>(0)
  /// What they share, once there are several.
  let encodings = AtomicLazyReference<SharedEncodings>()

  convenience init(
    _ trace: TraceID, serial: Int, openedAt: Duration, stopwatch: Stopwatch,
    configuration: StatusBuffer.Configuration, budget: ByteBudget?, refusals: RefusalTally,
    control: RunControl?, noting access: SharedAccess?
  ) {
    self.init(
      LogState(
        trace: trace, configuration: configuration, budget: budget, refusals: refusals),
      serial: serial, openedAt: openedAt, stopwatch: stopwatch, control: control, noting: access)
  }

  /// What a log is, among all that tasks share.
  static let kind = "trace"

  private init(
    _ state: LogState, serial: Int, openedAt: Duration, stopwatch: Stopwatch, control: RunControl?,
    noting access: SharedAccess?
  ) {
    self.trace = state.trace
    self.serial = serial
    self.openedAt = openedAt
    self.stopwatch = stopwatch
    self.signal = Signal(state, noting: access)
    self.control = control
  }

  /// The number of updates kept.
  var updateCount: Int { signal.read { $0.count } }

  /// The same run as one of which only the number of updates and the end are known.
  var withoutUpdates: TraceLog {
    TraceLog(
      signal.read { $0.withoutUpdates }, serial: serial, openedAt: openedAt,
      stopwatch: stopwatch, control: control, noting: nil)
  }
}
