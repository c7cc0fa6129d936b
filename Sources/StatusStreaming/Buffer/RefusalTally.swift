import Synchronization

/// How often a buffer has refused something for its own sake.
final class RefusalTally: Sendable {
  private let traces = Atomic<Int>(0)
  private let viewers = Atomic<Int>(0)
  private let updates = Atomic<Int>(0)
  private let access: SharedAccess?

  init(noting access: SharedAccess?) { self.access = access }

  /// Counts an error if it is such a refusal.
  ///
  /// - Parameter updates: how many updates were refused, if it was updates.
  func note(_ error: BufferError, updates count: Int = 0) {
    access?.note(isWrite: true)
    switch error.code {
    case .tooManyTraces, .closed: traces.add(1, ordering: .relaxed)
    case .tooManyViewers, .draining: viewers.add(1, ordering: .relaxed)
    case .tooManyBytes, .full: updates.add(count, ordering: .relaxed)
    case .traceExists, .traceFinished, .cursorAhead, .otherEpoch, .unknownTrace, .removed: break
    }
  }

  var counts: StatusBuffer.Counters.Refused {
    access?.note(isWrite: false)
    return StatusBuffer.Counters.Refused(
      traces: traces.load(ordering: .relaxed), viewers: viewers.load(ordering: .relaxed),
      updates: updates.load(ordering: .relaxed))
  }
}
