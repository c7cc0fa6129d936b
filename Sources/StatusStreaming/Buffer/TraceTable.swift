internal import StateLocking

/// The logs that a buffer holds, to be found by many threads at once.
///
/// The traces are spread over parts, each with a lock of its own, so that writers of different
/// traces seldom meet. Which traces there are is decided by ``TraceRegistry``, under its lock.
struct TraceTable: ~Copyable, Sendable {
  private final class Part: Sendable {
    let logs = Lock<[TraceID: TraceLog]>([:])
  }

  private let parts: [Part] = (0..<32).map { _ in Part() }

  func log(of trace: TraceID) -> TraceLog? {
    part(of: trace).logs.withLock { $0[trace] }
  }

  func insert(_ log: TraceLog) {
    part(of: log.trace).logs.withLock { $0[log.trace] = log }
  }

  func remove(_ log: TraceLog) {
    part(of: log.trace).logs.withLock { _ = $0.removeValue(forKey: log.trace) }
  }

  private func part(of trace: TraceID) -> Part {
    // Names of runs differ at their ends, and a hash of the whole would cost as much as the search.
    var mixed: UInt = 0
    for byte in trace.rawValue.utf8.suffix(4) { mixed = mixed &* 31 &+ UInt(byte) }
    return parts[Int(mixed % UInt(parts.count))]
  }
}
