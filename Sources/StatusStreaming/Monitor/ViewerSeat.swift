import Synchronization

/// A delivery's place among the viewers of a trace, or of all traces, for as long as it is kept.
///
/// With a second viewer there is something to share, and when there is one left it is let go of.
final class ViewerSeat: Sendable {
  private let buffer: StatusBuffer
  private let log: TraceLog?

  /// - Parameter log: the trace that is followed; `nil` for all.
  init(in buffer: StatusBuffer, at log: TraceLog?) {
    self.buffer = buffer
    self.log = log
    if let log {
      log.viewerCount.add(1, ordering: .relaxed)
    } else {
      buffer.viewerOfAllCount.add(1, ordering: .relaxed)
    }
  }

  deinit {
    let left: [TraceLog]
    if let log {
      log.viewerCount.subtract(1, ordering: .relaxed)
      left = [log]
    } else {
      let others = buffer.viewerOfAllCount.subtract(1, ordering: .relaxed).newValue
      left = others < 2 ? buffer.registry.withState { $0.logs } : []
    }
    for log in left where !buffer.isShared(log) { log.encodings.load()?.removeAll() }
  }
}

extension StatusBuffer {
  /// Whether a log has several viewers.
  func isShared(_ log: TraceLog) -> Bool {
    log.viewerCount.load(ordering: .relaxed) + viewerOfAllCount.load(ordering: .relaxed) > 1
  }

  /// What the viewers of a log share; `nil` if there is one viewer, or nothing is to be shared.
  func sharedEncodings(of log: TraceLog) -> SharedEncodings? {
    guard isShared(log), configuration.sharedEventCount > 0 else { return nil }
    if let encodings = log.encodings.load() { return encodings }
    return log.encodings.storeIfNil(
      SharedEncodings(
        maximumCount: min(configuration.sharedEventCount, 65_536),
        maximumSize: configuration.sharedByteCount))
  }
}
