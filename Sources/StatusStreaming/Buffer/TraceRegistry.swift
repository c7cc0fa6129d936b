/// Which traces a buffer holds and which have to go, without locks or clocks.
struct TraceRegistry: Sendable {
  private struct Held: Sendable {
    let log: TraceLog
    var hasEnded = false
    /// What the events of a log that has ended come to, if they are counted.
    var byteCount = 0
  }

  private struct Finished: Sendable {
    let log: TraceLog
    let endedAt: Duration
  }

  private let retention: Duration
  private let maximumFinished: Int
  private var held = TraceMap<Held>()
  private var finished = Queue<Finished>()
  private var finishedCount = 0
  /// What the events of finished logs come to, if they are counted.
  private(set) var finishedByteCount = 0
  private var deadlines = DeadlineHeap<TraceLog>()
  /// Of viewers that wait for a trace to be opened.
  private var expectations: [TraceID: WeakList<Expectation>] = [:]
  /// How many traces may be expected before those that nobody waits for any more are cleared out.
  private var expectationLimit = 16
  private var lastSerial = 0
  /// Whether new traces are refused.
  var isClosed = false

  init(_ configuration: StatusBuffer.Configuration) {
    retention = configuration.retention
    maximumFinished = configuration.maximumFinishedTraces
  }

  /// The number of traces held, open and finished.
  var count: Int { held.count }
  /// The number of traces held that have not ended.
  var openCount: Int { held.count - finishedCount }

  /// The earliest time at which an open log has to be looked at.
  var nextDeadline: Duration? { deadlines.earliest }

  /// All logs held, in no order.
  var logs: [TraceLog] { held.values.map(\.log) }

  func log(of trace: TraceID) -> TraceLog? { held[trace]?.log }

  func holds(_ log: TraceLog) -> Bool { held[log.trace]?.log === log }

  mutating func makeSerial() -> Int {
    lastSerial += 1
    return lastSerial
  }

  mutating func insert(_ log: TraceLog) {
    held.update(Held(log: log), of: log.trace)
    if expectations.isEmpty { return }
    guard let viewers = expectations.removeValue(forKey: log.trace) else { return }
    for expectation in viewers.elements { expectation.fulfil(with: log) }
  }

  /// Makes what is given the log of a trace as soon as there is one.
  mutating func expect(_ trace: TraceID) -> Expectation {
    let expectation = Expectation()
    if let log = log(of: trace) {
      expectation.fulfil(with: log)
      return expectation
    }
    if expectations.count >= expectationLimit {
      expectations = expectations.filter { !$0.value.isEmpty }
      expectationLimit = 2 * expectations.count + 16
    }
    expectations[trace, default: WeakList()].insert(expectation)
    return expectation
  }

  mutating func remove(_ trace: TraceID) -> TraceLog? {
    guard let removed = held.remove(trace) else { return nil }
    if removed.hasEnded {
      finishedCount -= 1
      finishedByteCount -= removed.byteCount
    }
    return removed.log
  }

  /// Looks at an open log again at a deadline.
  mutating func watch(_ log: TraceLog, until deadline: Duration) {
    if deadlines.count > 2 * openCount + 64 {
      deadlines.removeAll { [held] in !Self.isOpen($0, among: held) }
    }
    deadlines.insert(log, deadline: deadline)
  }

  private func isOpen(_ log: TraceLog) -> Bool { Self.isOpen(log, among: held) }

  private static func isOpen(_ log: TraceLog, among held: TraceMap<Held>) -> Bool {
    guard let entry = held[log.trace], entry.log === log else { return false }
    return !entry.hasEnded
  }

  /// - Parameter byteCount: what its events come to, if they are counted.
  mutating func noteEnd(of log: TraceLog, at now: Duration, byteCount: Int) {
    guard isOpen(log) else { return }
    held.update(Held(log: log, hasEnded: true, byteCount: byteCount), of: log.trace)
    finishedByteCount += byteCount
    finished.append(Finished(log: log, endedAt: now))
    finishedCount += 1
  }

  /// Takes out the finished logs that are too old or too many.
  mutating func takeExpired(at now: Duration) -> [TraceLog] {
    var expired: [TraceLog] = []
    while let oldest = findOldestFinished(),
      finishedCount > maximumFinished || now - oldest.endedAt >= retention
    {
      finished.removeFirst()
      if let log = remove(oldest.log.trace) { expired.append(log) }
    }
    return expired
  }

  /// Takes out the log that ended first.
  mutating func takeOldestFinished() -> TraceLog? {
    guard let oldest = findOldestFinished() else { return nil }
    finished.removeFirst()
    return remove(oldest.log.trace)
  }

  /// The log that ended first of those that are held.
  private mutating func findOldestFinished() -> Finished? {
    while let oldest = finished.first() {
      if holds(oldest.log) { return oldest }
      finished.removeFirst()
    }
    return nil
  }

  /// Takes the open logs whose deadline has come; one that was active meanwhile needs a new one.
  mutating func takeOverdue(at now: Duration) -> [TraceLog] {
    var overdue: [TraceLog] = []
    while let due = deadlines.popDue(at: now) {
      if isOpen(due.element) { overdue.append(due.element) }
    }
    return overdue
  }
}
