internal import StateLocking
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
    configuration: StatusBuffer.Configuration, budget: ByteBudget?, refusals: RefusalCounters,
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

  /// What the updates and the end come to, in bytes.
  var storedByteCount: Int { signal.read { $0.storedByteCount } }

  /// The same run as one of which only the number of updates and the end are known.
  var withoutUpdates: TraceLog { reduced(to: signal.read { $0.withoutUpdates }) }

  /// The same run as one of which only the number of updates is known, and how it ended.
  var withoutContent: TraceLog { reduced(to: signal.read { $0.withoutContent }) }

  private func reduced(to state: LogState) -> TraceLog {
    TraceLog(
      state, serial: serial, openedAt: openedAt, stopwatch: stopwatch, control: control, noting: nil
    )
  }
}

extension TraceLog {
  /// Takes note of a viewer that gets encoded events.
  func addConnection() {
    connectionCount.add(1, ordering: .relaxed)
  }

  /// Takes note that such a viewer has gone.
  func removeConnection() {
    if connectionCount.subtract(1, ordering: .relaxed).newValue == 0 {
      encodings.load()?.removeAll()
    }
  }

  /// Takes note that such a viewer has everything; if no other is left, it has nobody to share with.
  func noteCatchingUp() {
    if let encodings = encodings.load(), !isShared { encodings.removeAll() }
  }

  private var isShared: Bool { connectionCount.load(ordering: .relaxed) > 1 }

  /// What the connections share, or what others have left to the last one; `nil` if there is none, or
  /// nothing is to be shared.
  func sharedEncodings(_ configuration: StatusBuffer.Configuration) -> SharedEncodings? {
    if let encodings = encodings.load() { return isShared || !encodings.isEmpty ? encodings : nil }
    guard isShared, configuration.sharedEventCount > 0 else { return nil }
    return encodings.storeIfNil(
      SharedEncodings(
        maximumCount: min(configuration.sharedEventCount, 65_536),
        maximumSize: configuration.sharedByteCount))
  }
}

/// What a viewer is given that waits for a trace: its log, should it be opened.
///
/// The log is handed over at the opening, so a run that comes and goes between two looks of the viewer
/// is not missed.
final class Expectation: Sendable {
  private let opened = Lock<TraceLog?>(nil)

  /// The log of the first run under the id since the viewer waits.
  var log: TraceLog? { opened.withLock { $0 } }

  func fulfil(with log: TraceLog) {
    opened.withLock { $0 = $0 ?? log }
  }
}

/// The logs that a buffer holds, to be found by many threads at once.
///
/// The traces are spread over parts, each with a lock of its own, so that writers of different
/// traces seldom meet. Which traces there are is decided by ``TraceRegistry``, under its lock.
struct TraceTable: ~Copyable, Sendable {
  private final class Part: Sendable {
    let logs = Lock(TraceMap<TraceLog>())
  }

  private let parts: [Part] = (0..<32).map { _ in Part() }

  func log(of trace: TraceID) -> TraceLog? {
    let hash = trace.fastHash
    return part(of: hash).logs.withLock { $0.value(of: trace, hash) }
  }

  func insert(_ log: TraceLog) {
    let hash = log.trace.fastHash
    part(of: hash).logs.withLock { $0.update(log, of: log.trace, hash) }
  }

  func remove(_ log: TraceLog) {
    let hash = log.trace.fastHash
    part(of: hash).logs.withLock { _ = $0.remove(log.trace, hash) }
  }

  /// By the bits of the hash that the map of a part does not go by.
  private func part(of hash: UInt64) -> Part { parts[Int(hash >> 59)] }
}
